namespace DeepSharp;

/// <summary>The first rows and columns of images (batch, height, width, channels).</summary>
internal readonly record struct ImagePart(int Rows, int Columns)
{
    /// <summary>Whole images; for other shapes a part that says nothing.</summary>
    public static ImagePart All(Shape shape) =>
        shape.Rank == 4 ? new ImagePart(shape[1], shape[2]) : new ImagePart(int.MaxValue, int.MaxValue);

    public static ImagePart Of((int Rows, int Columns) size) => new(size.Rows, size.Columns);

    /// <summary>What is in either.</summary>
    public ImagePart With(ImagePart other) => new(Math.Max(Rows, other.Rows), Math.Max(Columns, other.Columns));
}
