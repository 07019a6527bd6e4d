namespace DeepSharp.Tests;

/// <summary>
/// Compares a computation in float, and its gradients for a random cotangent, with a reference in double precision and the reference's
/// central differences. Differences of doubles are good to 1e-9 or so, hence the tight tolerances. Second derivatives are compared too.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <param name="compute">Runs the op or the layer on the sources.</param>
    /// <param name="sources">What the gradients are for: inputs and weights.</param>
    /// <param name="reference">The same function on doubles.</param>
    /// <param name="tolerance">Absolute and relative, of values and gradients.</param>
    public static void Run(Func<Tensor> compute, Tensor[] sources, Func<double[][], double[]> reference, double tolerance = 1e-5)
    {
        double[][] at = [.. sources.Select(source => Array.ConvertAll(source.ToArray(), value => (double)value))];
        double[] want = reference(at);
        float[] cotangent = TestData.Uniform(want.Length, seed: 77);
        var tape = new GradientTape();
        foreach (Tensor source in sources) tape.Watch(source);

        Tensor? output = null;
        Tensor sum = tape.Record(() =>
        {
            output = compute();
            return Tape.Run(new WeightedSumOp(cotangent), output);
        });
        Tensor?[] gradients = tape.Gradient(sum, sources);

        TestData.AssertClose(want, output!.Span, tolerance, tolerance, "output");
        for (int i = 0; i < sources.Length; i++)
        {
            Assert.True(gradients[i] is not null, $"Source {i} of shape {sources[i].Shape} got no gradient.");
            double[] numeric = Numeric(at, at[i], reference, cotangent);
            TestData.AssertClose(numeric, gradients[i]!.Span, tolerance, tolerance, $"gradient of source {i}, shape {sources[i].Shape}");
        }

        if (want.Length > 0) SecondDerivativeCheck.Run(compute, sources, reference, cotangent, gradients);
    }

    private static double[] Numeric(double[][] at, double[] varied, Func<double[][], double[]> reference, float[] cotangent)
    {
        double Sum() => reference(at).Zip(cotangent, (y, r) => y * r).Sum();
        var gradient = new double[varied.Length];
        for (int i = 0; i < varied.Length; i++)
        {
            double middle = varied[i];
            varied[i] = middle + Step;
            double above = Sum();
            varied[i] = middle - Step;
            gradient[i] = (above - Sum()) / (2 * Step);
            varied[i] = middle;
        }

        return gradient;
    }
}
