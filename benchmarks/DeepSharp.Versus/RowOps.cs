using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>Softmax and cross-entropy over the rows of a matrix.</summary>
internal static class RowOps
{
    private const double FloatSize = 4;

    public static IEnumerable<Measurement> Measurements() =>
        [.. Differentiated.Measurements("op.softmax.256x1000", Softmax, bytes: FloatSize * 2 * 256_000),
            .. Differentiated.Measurements("op.cross_entropy.256x1000", CrossEntropy)];

    private static (Func<Tensor>, Tensor[]) Softmax()
    {
        Tensor x = randn(256, 1000);
        return (() => functional.softmax(x, 1), [x]);
    }

    private static (Func<Tensor>, Tensor[]) CrossEntropy()
    {
        Tensor x = randn(256, 1000), y = randint(0, 1000, 256, dtype: ScalarType.Int64);
        return (() => functional.cross_entropy(x, y), [x]);
    }
}
