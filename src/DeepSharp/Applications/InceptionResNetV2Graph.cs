using DeepSharp.Layers;
using static DeepSharp.InceptionBlocks;

namespace DeepSharp;

/// <summary>The graph of InceptionResNetV2.</summary>
internal static class InceptionResNetV2Graph
{
    public static Model Build(ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 299, smallest: 75);
        SymbolicTensor x = Stem(start);
        x = Join("mixed_5b", Convolve(x, 96, 1), Chain(x, 48, 1, 64, 5), Chain(x, 64, 1, 96, 3).Then(96, 3), Averaged(x, 64));
        for (int i = 1; i <= 10; i++) x = Block35(x, $"block35_{i}");
        x = Join(
            "mixed_6a",
            Convolve(x, 384, 3, 2, "valid"),
            Chain(x, 256, 1, 256, 3).Then(384, 3, 2, "valid"),
            x.Then(new MaxPooling2D(3, 2)));
        for (int i = 1; i <= 20; i++) x = Block17(x, $"block17_{i}");
        x = Join(
            "mixed_7a",
            Convolve(x, 256, 1).Then(384, 3, 2, "valid"),
            Convolve(x, 256, 1).Then(288, 3, 2, "valid"),
            Chain(x, 256, 1, 288, 3).Then(320, 3, 2, "valid"),
            x.Then(new MaxPooling2D(3, 2)));
        for (int i = 1; i <= 9; i++) x = Block8(x, 0.2, $"block8_{i}").ThenReLU($"block8_{i}_ac");
        x = Convolve(Block8(x, 1, "block8_10"), 1536, 1, name: "conv_7b");
        return options.Finish(start, options.Head(x, namesPooling: false), name);
    }

    // The names are those of the paper, after the rows and columns of the features.
    private static SymbolicTensor Block35(SymbolicTensor x, string name) => AddScaled(
            x, 0.17, name, Convolve(x, 32, 1), Chain(x, 32, 1, 32, 3), Chain(x, 32, 1, 48, 3).Then(64, 3))
        .ThenReLU($"{name}_ac");

    private static SymbolicTensor Block17(SymbolicTensor x, string name) => AddScaled(
            x, 0.1, name, Convolve(x, 192, 1), Convolve(x, 128, 1).Then(160, (1, 7)).Then(192, (7, 1)))
        .ThenReLU($"{name}_ac");

    private static SymbolicTensor Block8(SymbolicTensor x, double scale, string name) =>
        AddScaled(x, scale, name, Convolve(x, 192, 1), Convolve(x, 192, 1).Then(224, (1, 3)).Then(256, (3, 1)));

    private static SymbolicTensor AddScaled(SymbolicTensor x, double scale, string name, params SymbolicTensor[] branches) =>
        new CustomScaleLayer(scale).Apply(
            x, Join($"{name}_mixed", branches).Then(new Conv2D(x.Shape[^1], 1, padding: "same", name: $"{name}_conv")));
}
