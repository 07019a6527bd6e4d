namespace DeepSharp;

/// <summary>A height and a width, given as one number for both or as a pair: <c>3</c> or <c>(3, 5)</c>.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same number for height and width.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>A pair (height, width).</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>A pair as F# writes it.</summary>
    public static implicit operator Size2D(Tuple<int, int> size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return new(size.Item1, size.Item2);
    }

    /// <summary>As a pair: <c>(3, 5)</c>.</summary>
    public override string ToString() => $"({Height}, {Width})";
}
