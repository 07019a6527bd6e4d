using System.Globalization;

namespace DeepSharp;

/// <summary>A number for each of one, two or three axes: <c>3</c>, <c>(3, 5)</c> or <c>(3, 5, 2)</c>.</summary>
internal readonly record struct AxisSizes
{
    private readonly int _first, _second, _third;

    public AxisSizes(params ReadOnlySpan<int> sizes)
    {
        Count = sizes.Length;
        _first = sizes[0];
        _second = Count > 1 ? sizes[1] : 0;
        _third = Count > 2 ? sizes[2] : 0;
    }

    /// <summary>How many axes.</summary>
    public int Count { get; }

    public int this[int axis] => axis switch { 0 => _first, 1 => _second, _ => _third };

    /// <summary>Whether some number is above 1.</summary>
    public bool IsAboveOne => _first > 1 || _second > 1 || _third > 1;

    /// <summary>Whether all are 1 or more.</summary>
    public bool IsPositive => _first >= 1 && (Count < 2 || _second >= 1) && (Count < 3 || _third >= 1);

    /// <summary>One number for all axes.</summary>
    public static AxisSizes All(int count, int size) => count switch { 1 => new(size), 2 => new(size, size), _ => new(size, size, size) };

    public static implicit operator AxisSizes(int size) => new(size);

    public static implicit operator AxisSizes((int, int) size) => new(size.Item1, size.Item2);

    public static implicit operator AxisSizes(Size2D size) => new(size.Height, size.Width);

    public static implicit operator AxisSizes(Size3D size) => new(size.Depth, size.Height, size.Width);

    /// <summary>Of two axes: height and width.</summary>
    public Size2D ToSize2D() => (_first, _second);

    /// <summary>Of three axes: depth, height and width.</summary>
    public Size3D ToSize3D() => (_first, _second, _third);

    public override string ToString() => Count switch
    {
        1 => _first.ToString(CultureInfo.InvariantCulture),
        2 => $"({_first}, {_second})",
        _ => $"({_first}, {_second}, {_third})",
    };
}
