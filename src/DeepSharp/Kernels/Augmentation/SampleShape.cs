namespace DeepSharp.Kernels;

/// <summary>Images (images, height, width, channels), and how a value between their pixels is made.</summary>
/// <param name="Images">How many.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values of a pixel.</param>
/// <param name="IsBilinear">Whether four pixels around count by their distances; else the nearest one, of two the even one.</param>
/// <param name="Border">Which pixels stand for those beyond the border.</param>
/// <param name="Fill">The value of those that are constant.</param>
internal readonly record struct SampleShape(
    int Images, int Height, int Width, int Channels, bool IsBilinear, BorderRule Border, float Fill)
{
    /// <summary>Values of a row.</summary>
    public int RowSize => Width * Channels;

    /// <summary>Values of an image.</summary>
    public int ImageSize => Height * RowSize;

    /// <summary>Values of all.</summary>
    public long Size => (long)Images * ImageSize;

    /// <summary>Where the pixel that is nearest begins in its image; -1 for the constant.</summary>
    public nint NearestTo(float column, float row) =>
        SampleKernels.IsNear(column, row) ? PlaceOf((int)MathF.Round(column), (int)MathF.Round(row)) : PlaceOf(-1, -1);

    /// <summary>Where the four pixels around begin in their image, -1 for the constant, and their weights.</summary>
    public unsafe void Taps(float column, float row, nint* places, float* weights)
    {
        if (!SampleKernels.IsNear(column, row)) (column, row) = (-1f, -1f);
        float left = MathF.Floor(column), top = MathF.Floor(row), right = column - left, down = row - top;
        (int x, int y) = ((int)left, (int)top);
        (places[0], weights[0]) = (PlaceOf(x, y), (1f - down) * (1f - right));
        (places[1], weights[1]) = (PlaceOf(x + 1, y), (1f - down) * right);
        (places[2], weights[2]) = (PlaceOf(x, y + 1), down * (1f - right));
        (places[3], weights[3]) = (PlaceOf(x + 1, y + 1), down * right);
    }

    private nint PlaceOf(int column, int row)
    {
        (int x, int y) = (Border.Inside(column, Width), Border.Inside(row, Height));
        return x < 0 || y < 0 ? -1 : (nint)y * RowSize + x * Channels;
    }
}
