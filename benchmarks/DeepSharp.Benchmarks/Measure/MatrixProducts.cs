namespace DeepSharp.Benchmarks.Measure;

/// <summary>Products of matrices: square ones, and those that are far from it.</summary>
internal static class MatrixProducts
{
    public static IEnumerable<Measurement> Measurements() =>
    [
        .. ((int[])[128, 256, 512, 1024, 2048]).Select(size => Product($"gemm.{size}", size, size, size)),
        Product("gemm.tall", 25088, 256, 64),
        Product("gemm.skinny", 64, 4096, 64),
        Product("gemm.flat", 32, 1024, 1024),
        Product("gemm.narrow", 1024, 784, 10),
        Product("gemm.row", 1, 1024, 1024),
        Product("gemm.row10", 1, 784, 10),
    ];

    private static Measurement Product(string name, int rows, int inner, int columns) =>
        new(name, () => Prepare(rows, inner, columns)) { Operations = 2.0 * rows * inner * columns };

    private static Action Prepare(int rows, int inner, int columns)
    {
        Tensor a = Noise.Around0([rows, inner]), b = Noise.Around0([inner, columns], seed: 2);
        var workspace = new Workspace();
        return () => workspace.Run((a, b), static operands => operands.a.MatMul(operands.b));
    }
}
