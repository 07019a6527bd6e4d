namespace DeepSharp.Benchmarks.Measure;

/// <summary>Products of square matrices.</summary>
internal static class MatrixProducts
{
    public static IEnumerable<Measurement> Measurements()
    {
        foreach (int size in (int[])[128, 256, 512, 1024, 2048])
        {
            yield return new Measurement($"gemm.{size}", () => Product(size)) { Operations = 2.0 * size * size * size };
        }
    }

    private static Action Product(int size)
    {
        Tensor a = Noise.Around0([size, size]), b = Noise.Around0([size, size], seed: 2);
        var workspace = new Workspace();
        return () => workspace.Run((a, b), static operands => operands.a.MatMul(operands.b));
    }
}
