using DeepSharp.Layers;
using static DeepSharp.InceptionBlocks;

namespace DeepSharp;

/// <summary>The graph of InceptionV3.</summary>
internal static class InceptionV3Graph
{
    public static Model Build(ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 299, smallest: 75);
        SymbolicTensor x = Stem(start);
        x = Block5x5(x, 32, "mixed0");
        x = Block5x5(x, 64, "mixed1");
        x = Block5x5(x, 64, "mixed2");
        x = Join("mixed3", Convolve(x, 384, 3, 2, "valid"), Chain(x, 64, 1, 96, 3).Then(96, 3, 2, "valid"), x.Then(new MaxPooling2D(3, 2)));
        x = Block7x7(x, 128, "mixed4");
        x = Block7x7(x, 160, "mixed5");
        x = Block7x7(x, 160, "mixed6");
        x = Block7x7(x, 192, "mixed7");
        x = Join(
            "mixed8",
            Convolve(x, 192, 1).Then(320, 3, 2, "valid"),
            Convolve(x, 192, 1).Then(192, (1, 7)).Then(192, (7, 1)).Then(192, 3, 2, "valid"),
            x.Then(new MaxPooling2D(3, 2)));
        x = BlockOfSplits(x, 0);
        x = BlockOfSplits(x, 1);
        return options.Finish(start, options.Head(x, namesPooling: false), name);
    }

    private static SymbolicTensor Block5x5(SymbolicTensor x, int pooled, string name) => Join(
        name, Convolve(x, 64, 1), Chain(x, 48, 1, 64, 5), Chain(x, 64, 1, 96, 3).Then(96, 3), Averaged(x, pooled));

    private static SymbolicTensor Block7x7(SymbolicTensor x, int inner, string name) => Join(
        name,
        Convolve(x, 192, 1),
        Convolve(x, inner, 1).Then(inner, (1, 7)).Then(192, (7, 1)),
        Convolve(x, inner, 1).Then(inner, (7, 1)).Then(inner, (1, 7)).Then(inner, (7, 1)).Then(192, (1, 7)),
        Averaged(x, 192));

    private static SymbolicTensor BlockOfSplits(SymbolicTensor x, int number)
    {
        SymbolicTensor single = Convolve(x, 320, 1), narrow = Convolve(x, 384, 1);
        SymbolicTensor small = Join($"mixed9_{number}", narrow.Then(384, (1, 3)), narrow.Then(384, (3, 1)));
        SymbolicTensor wide = Chain(x, 448, 1, 384, 3);
        SymbolicTensor large = Join(null, wide.Then(384, (1, 3)), wide.Then(384, (3, 1)));
        return Join($"mixed{9 + number}", single, small, large, Averaged(x, 192));
    }
}
