using CsCheck;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>Numbers at which arithmetic on sizes goes wrong, among small ones with which everything works.</summary>
internal static class ExtremeNumbers
{
    private static readonly int[] s_edges =
    [
        int.MinValue, int.MinValue + 1, -65536, -2, -1, 0, 1, 2, 3, 13, 31, 97, 8000,
        (1 << 15) - 1, 1 << 15, (1 << 15) + 1, 23170, 23171, 46340, 46341, 65521, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 1 << 20,
        (1 << 24) + 1,
        (1 << 29) - 1, 1 << 29, (1 << 30) - 1, 1 << 30, (1 << 30) + 1, 715827882, 715827883, 2147483629, 2147483591, 2147483592,
        int.MaxValue - 1, int.MaxValue,
    ];

    /// <summary>Any of them.</summary>
    public static Gen<int> Edge { get; } = Gen.Frequency((4, Gen.Int[0, s_edges.Length - 1].Select(i => s_edges[i])), (1, Gen.Int));

    /// <summary>One in four extreme, the others from 1 to 4: with several arguments many cases have one that is extreme.</summary>
    public static Gen<int> Size { get; } = Gen.Frequency((3, Gen.Int[1, 4]), (1, Edge));

    /// <summary>Mostly 1, as strides and dilations are, of which only one may be more.</summary>
    public static Gen<int> Step { get; } = Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[1, 4]), (1, Edge));

    /// <summary>Axes, and lengths that may be unknown.</summary>
    public static Gen<int> Axis { get; } = Gen.Frequency((3, Gen.Int[-4, 4]), (1, Edge));

    /// <summary>Lengths of an input.</summary>
    public static Gen<int> Length { get; } = Gen.Int[1, 9];

    public static Gen<Size2D> Sizes { get; } = Gen.Select(Size, Size, (height, width) => new Size2D(height, width));

    public static Gen<Size2D> Steps { get; } = Gen.Select(Step, Step, (height, width) => new Size2D(height, width));

    /// <summary>Batches of images.</summary>
    public static Gen<Shape> Images { get; } = Gen.Select(
        Gen.Int[1, 2], Length, Length, Gen.Int[1, 4], (batch, height, width, channels) => Shape.Create([batch, height, width, channels]));

    /// <summary>One of some names.</summary>
    public static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    public static bool IsPositive(Size2D size) => size is { Height: >= 1, Width: >= 1 };
}
