using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

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
        Tensor a = randn(size, size), b = randn(size, size);
        return () =>
        {
            using var scope = NewDisposeScope();
            matmul(a, b);
        };
    }
}
