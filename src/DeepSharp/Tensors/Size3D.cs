namespace DeepSharp;

/// <summary>A depth, a height and a width, given as one number for all or as a triple: <c>3</c> or <c>(3, 5, 5)</c>.</summary>
/// <param name="Depth">Planes.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>The same number for depth, height and width.</summary>
    public static implicit operator Size3D(int size) => new(size, size, size);

    /// <summary>A triple (depth, height, width).</summary>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>A triple as F# writes it.</summary>
    public static implicit operator Size3D(Tuple<int, int, int> size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return new(size.Item1, size.Item2, size.Item3);
    }

    /// <summary>As a triple: <c>(3, 5, 5)</c>.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";
}
