namespace DeepSharp.Tests.Reference;

/// <summary>Batch and layer normalization as their definitions say them, on doubles.</summary>
internal static class NormalizationReference
{
    /// <summary>The mean and the biased variance of every <paramref name="step"/>-th value from <paramref name="start"/>.</summary>
    public static (double Mean, double Variance) Moments(double[] x, int start, int step, int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => x[start + i * step])];
        double mean = values.Average();
        return (mean, values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>Normalization of each channel, the last axis, by the moments of the batch.</summary>
    public static double[] BatchNorm(double[] x, double[]? gamma, double[]? beta, int channels, double epsilon)
    {
        int rows = x.Length / channels;
        (double Mean, double Variance)[] moments = [.. Enumerable.Range(0, channels).Select(c => Moments(x, c, channels, rows))];
        return Normalize(x, moments, gamma, beta, epsilon);
    }

    /// <summary>Normalization of each channel, the last axis, by given moments.</summary>
    public static double[] Normalize(double[] x, (double Mean, double Variance)[] moments, double[]? gamma, double[]? beta, double epsilon)
    {
        int channels = moments.Length;
        return [.. x.Select((value, i) =>
        {
            (double mean, double variance) = moments[i % channels];
            return (value - mean) / Math.Sqrt(variance + epsilon) * (gamma?[i % channels] ?? 1) + (beta?[i % channels] ?? 0);
        })];
    }

    /// <summary>Normalization of rows.</summary>
    public static double[] LayerNorm(double[] x, double[]? gamma, double[]? beta, int length, double epsilon)
    {
        var y = new double[x.Length];
        for (int start = 0; start < x.Length; start += length)
        {
            (double mean, double variance) = Moments(x, start, 1, length);
            for (int i = 0; i < length; i++)
            {
                y[start + i] = (x[start + i] - mean) / Math.Sqrt(variance + epsilon) * (gamma?[i] ?? 1) + (beta?[i] ?? 0);
            }
        }

        return y;
    }

    /// <summary>
    /// The gradient of one normalized group of values, by the chain rule through mean and variance: with g = dy·γ and u the normalized
    /// values, (g − mean(g) − u·mean(g·u))/σ.
    /// </summary>
    public static double[] GroupGradient(double[] x, double[] g, double epsilon)
    {
        (double mean, double variance) = Moments(x, 0, 1, x.Length);
        double deviation = Math.Sqrt(variance + epsilon);
        double[] u = [.. x.Select(value => (value - mean) / deviation)];
        double meanGradient = g.Average(), meanProduct = g.Zip(u, (a, b) => a * b).Average();
        return [.. g.Zip(u, (a, b) => (a - meanGradient - b * meanProduct) / deviation)];
    }

    public static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
