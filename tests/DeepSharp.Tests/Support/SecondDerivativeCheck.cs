namespace DeepSharp.Tests;

/// <summary>
/// Compares gradients of gradients with mixed differences of a reference in double precision: of the scalar F = cotangent·f, the product
/// of its matrix of second derivatives and a direction. Ops that have none must be in <see cref="Refused"/>, and say so by name.
/// </summary>
internal static class SecondDerivativeCheck
{
    // Four doubles a difference apart: 1e-16/1e-8 is lost to rounding, and as much to the fourth derivative.
    private const double Step = 1e-4;
    private const double Tolerance = 1e-4;

    /// <summary>Names of the ops that refuse, as errors say them.</summary>
    public static IReadOnlyList<string> Refused { get; } =
    [
        "AdaptiveMaxPool1D", "AdaptiveMaxPool2D", "AdaptiveMaxPool3D", "BatchNorm", "circle", "ctc", "CumProd", "GRU", "LSTM",
        "RandomElasticTransform", "RandomPerspective", "RandomRotation", "RandomShear", "RandomTranslation", "RandomZoom", "SegmentMax",
        "SegmentMin", "SegmentProd", "SimpleRNN", "Sparsemax",
    ];

    /// <param name="compute">Runs the op or the layer on the sources.</param>
    /// <param name="sources">What the derivatives are by.</param>
    /// <param name="reference">The same function on doubles.</param>
    /// <param name="cotangent">Of the output.</param>
    /// <param name="first">The gradients of the backward pass.</param>
    public static void Run(
        Func<Tensor> compute, Tensor[] sources, Func<double[][], double[]> reference, float[] cotangent, Tensor?[] first)
    {
        float[][] directions = [.. sources.Select((source, i) => TestData.Uniform(source.Size, seed: 300 + i))];
        Tensor?[] products;
        try
        {
            products = Products(compute, sources, cotangent, directions, first);
        }
        catch (NotSupportedException refusal) when (refusal.Message.Contains(" has no second derivative", StringComparison.Ordinal))
        {
            string name = refusal.Message[..refusal.Message.IndexOf(" has no second derivative", StringComparison.Ordinal)];
            Assert.True(Refused.Contains(name), $"{name} has no second derivatives: give them, or add it to SecondDerivativeCheck.Refused.");
            return;
        }

        double[][] at = [.. sources.Select(source => Array.ConvertAll(source.ToArray(), value => (double)value))];
        for (int i = 0; i < sources.Length; i++)
        {
            double[] want = Numeric(at, at[i], directions, reference, cotangent);
            double scale = Math.Max(1, want.Max(Math.Abs));
            float[] got = products[i]?.ToArray() ?? new float[want.Length];
            TestData.AssertClose(
                want, got, Tolerance * scale, Tolerance, $"second derivatives by source {i}, shape {sources[i].Shape}");
        }
    }

    private static Tensor?[] Products(
        Func<Tensor> compute, Tensor[] sources, float[] cotangent, float[][] directions, Tensor?[] first)
    {
        var outer = new GradientTape();
        foreach (Tensor source in sources) outer.Watch(source);
        bool depends = false;
        Tensor sum = outer.Record(() =>
        {
            var inner = new GradientTape();
            foreach (Tensor source in sources) inner.Watch(source);
            Tensor value = inner.Record(() => Tape.Run(new WeightedSumOp(cotangent), compute()));
            Tensor?[] gradients = inner.Gradient(value, sources);
            Tensor total = Tensor.Scalar(0);
            for (int i = 0; i < sources.Length; i++)
            {
                double[] want = Array.ConvertAll(first[i]!.ToArray(), gradient => (double)gradient);
                double scale = Math.Max(1, want.Length == 0 ? 0 : want.Max(Math.Abs));
                TestData.AssertClose(want, gradients[i]!.Span, 2e-5 * scale, 2e-5, $"gradient of source {i} in terms of ops");
                Assert.Equal(sources[i].Shape, gradients[i]!.Shape);
                depends |= gradients[i]!.Producer is not null;
                total += Tape.Run(new WeightedSumOp(directions[i]), gradients[i]!);
            }

            return total;
        });

        // What is linear in all sources has constant gradients.
        return depends ? outer.Gradient(sum, sources) : new Tensor?[sources.Length];
    }

    private static double[] Numeric(
        double[][] at, double[] varied, float[][] directions, Func<double[][], double[]> reference, float[] cotangent)
    {
        var product = new double[varied.Length];
        for (int i = 0; i < varied.Length; i++)
        {
            product[i] = (Moved(i, 1, 1) - Moved(i, 1, -1) - Moved(i, -1, 1) + Moved(i, -1, -1)) / (4 * Step * Step);
            double Moved(int index, int along, int own)
            {
                double[][] point = [.. at.Select((values, s) => values.Select((value, k) => value + along * Step * directions[s][k]).ToArray())];
                int source = Array.IndexOf(at, varied);
                point[source][index] += own * Step;
                return reference(point).Zip(cotangent, (y, r) => y * r).Sum();
            }
        }

        return product;
    }
}
