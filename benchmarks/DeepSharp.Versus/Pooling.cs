using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>Max pooling of feature maps.</summary>
internal static class Pooling
{
    private const double FloatSize = 4;

    public static IEnumerable<Measurement> Measurements(Layout layout) =>
        [.. Measurements($"op.maxpool2{layout.Suffix}.b32x32x30x30", [32, 32, 30, 30], layout, x => functional.max_pool2d(x, 2)),
            .. Measurements(
                $"op.maxpool3s2{layout.Suffix}.b8x64x112x112", [8, 64, 112, 112], layout, x => functional.max_pool2d(x, 3, 2, 1))];

    private static IEnumerable<Measurement> Measurements(string name, long[] shape, Layout layout, Func<Tensor, Tensor> pool) =>
        Differentiated.Measurements(
            name, () => Create(shape, layout, pool), layout, bytes: FloatSize * 1.25 * shape.Aggregate((a, b) => a * b));

    private static (Func<Tensor>, Tensor[]) Create(long[] shape, Layout layout, Func<Tensor, Tensor> pool)
    {
        Tensor x = layout.Of(randn(shape));
        return (() => pool(x), [x]);
    }
}
