using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Convolutions of small and residual networks, with bias; backwards the gradients of input, kernel and bias.</summary>
internal static class Convolutions
{
    private static readonly Case[] s_cases =
    [
        new("seed1_b32", 32, 32, 3, 32, 3), new("seed2_b32", 32, 15, 32, 64, 3), new("seed3_b32", 32, 6, 64, 64, 3),
        new("r64_56_3x3", 8, 56, 64, 64, 3, Padding: "same"), new("r128_28_3x3", 8, 28, 128, 128, 3, Padding: "same"),
        new("r256_14_3x3", 8, 14, 256, 256, 3, Padding: "same"), new("r512_7_3x3", 8, 7, 512, 512, 3, Padding: "same"),
        new("r256to64_56_1x1", 8, 56, 256, 64, 1), new("stem_224_7x7s2", 8, 224, 3, 64, 7, Strides: 2, Padding: "same"),
        new("dw96_56_3x3", 8, 56, 96, 96, 3, Padding: "same", Groups: 96),
    ];

    public static IEnumerable<Measurement> Measurements() =>
        s_cases.SelectMany(item => Differentiated.Measurements($"conv.{item.Name}", () => Create(item), item.Operations));

    private static (Func<Tensor>, Tensor[]) Create(Case item)
    {
        var layer = new Conv2D(item.Filters, item.Kernel, item.Strides, item.Padding, groups: item.Groups);
        Tensor x = Noise.Around0([item.Batch, item.Size, item.Size, item.Channels]);
        layer.Build(x.Shape);
        return (() => layer.Apply(x), [x, layer.Kernel!.Value, layer.Bias!.Value]);
    }

    private sealed record Case(
        string Name, int Batch, int Size, int Channels, int Filters, int Kernel, int Strides = 1, string Padding = "valid", int Groups = 1)
    {
        private int Output => Padding == "same" ? (Size + Strides - 1) / Strides : (Size - Kernel) / Strides + 1;

        public double Operations => 2.0 * Batch * Output * Output * Filters * Kernel * Kernel * Channels / Groups;
    }
}
