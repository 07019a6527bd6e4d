namespace DeepSharp.Benchmarks.Measure;

/// <summary>Random inputs, the same ones every time.</summary>
internal static class Noise
{
    /// <summary>Values from -1 to 1 with mean 0.</summary>
    public static Tensor Around0(Shape shape, int seed = 1) => Fill(shape, seed, -1f);

    /// <summary>Values from 0 to 1, such as pixels.</summary>
    public static Tensor From0To1(Shape shape, int seed = 1) => Fill(shape, seed, 0f);

    private static Tensor Fill(Shape shape, int seed, float minimum)
    {
        Tensor values = Tensor.Zeros(shape);
        new RandomStream(seed).FillUniform(values.Span, minimum, 1f);
        return values;
    }
}
