namespace DeepSharp.Tests.Layers.Augmentation;

/// <summary>What drawn numbers have to be, within six standard errors.</summary>
internal static class Statistics
{
    /// <summary>All within the range, and their mean and deviation those of uniform numbers.</summary>
    public static void AssertUniform(IReadOnlyList<double> numbers, double low, double high)
    {
        Assert.All(numbers, number => Assert.InRange(number, low - 1e-5, high + 1e-5));
        double mean = numbers.Average(), width = high - low, deviation = width / Math.Sqrt(12),
            error = deviation / Math.Sqrt(numbers.Count);
        Assert.InRange(mean, (low + high) / 2 - 6 * error, (low + high) / 2 + 6 * error);
        double got = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        Assert.InRange(got, 0.95 * deviation, 1.05 * deviation);
    }

    /// <summary>As many as a probability says.</summary>
    public static void AssertShare(IReadOnlyList<bool> outcomes, double probability)
    {
        double error = Math.Sqrt(probability * (1 - probability) / outcomes.Count);
        Assert.InRange(outcomes.Count(outcome => outcome) / (double)outcomes.Count, probability - 6 * error, probability + 6 * error);
    }

    /// <summary>As a reference says, up to a tolerance.</summary>
    public static void AssertNear(double[] want, float[] got, double tolerance) => TestData.AssertClose(want, got, tolerance, 0, "value");

    /// <summary>A number of each of many images.</summary>
    public static double[] Column(DeepSharp.Layers.ImageAugmentation layer, int number, int images = 4000)
    {
        ImageTransformation drawn = layer.Draw([images, 8, 8, 3], training: true);
        return [.. Enumerable.Range(0, images).Select(i => (double)drawn[i][number])];
    }
}
