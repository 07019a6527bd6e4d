using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>Convolutions of small and residual networks, with bias; backwards the gradients of input, kernel and bias.</summary>
internal static class Convolutions
{
    private static readonly Case[] s_cases =
    [
        new("seed1_b32", 32, 32, 3, 32, 3), new("seed2_b32", 32, 15, 32, 64, 3), new("seed3_b32", 32, 6, 64, 64, 3),
        new("r64_56_3x3", 8, 56, 64, 64, 3, Padding: 1), new("r128_28_3x3", 8, 28, 128, 128, 3, Padding: 1),
        new("r256_14_3x3", 8, 14, 256, 256, 3, Padding: 1), new("r512_7_3x3", 8, 7, 512, 512, 3, Padding: 1),
        new("r256to64_56_1x1", 8, 56, 256, 64, 1), new("stem_224_7x7s2", 8, 224, 3, 64, 7, Stride: 2, Padding: 3),
        new("dw96_56_3x3", 8, 56, 96, 96, 3, Padding: 1, Groups: 96),
    ];

    public static IEnumerable<Measurement> Measurements(Layout layout) => s_cases.SelectMany(item =>
        Differentiated.Measurements($"conv{layout.Suffix}.{item.Name}", () => Create(item, layout), layout, item.Operations));

    private static (Func<Tensor>, Tensor[]) Create(Case item, Layout layout)
    {
        Tensor x = layout.Of(randn(item.Batch, item.Channels, item.Size, item.Size));
        Tensor kernel = layout.Of(randn(item.Filters, item.Channels / item.Groups, item.Kernel, item.Kernel) * 0.05);
        Tensor bias = randn(item.Filters);
        long[] strides = [item.Stride, item.Stride], padding = [item.Padding, item.Padding];
        return (() => functional.conv2d(x, kernel, bias, strides, padding, groups: item.Groups), [x, kernel, bias]);
    }

    private sealed record Case(
        string Name, int Batch, int Size, int Channels, int Filters, int Kernel, int Stride = 1, int Padding = 0, int Groups = 1)
    {
        private int Output => (Size + 2 * Padding - Kernel) / Stride + 1;

        public double Operations => 2.0 * Batch * Output * Output * Filters * Kernel * Kernel * Channels / Groups;
    }
}
