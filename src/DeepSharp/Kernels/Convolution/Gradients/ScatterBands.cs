namespace DeepSharp.Kernels;

/// <summary>
/// How the images of a <see cref="ScatteredInputGradient{TSimd}"/> are cut into bands of rows, or volumes into bands of planes, by shapes
/// only.
/// </summary>
internal static class ScatterBands
{
    // Enough for all cores of a large machine; batches of as many images are not cut.
    private const int WantedBands = 32;

    // A band is this many windows high: then output rows at its border, which are multiplied twice, are few.
    private const int WindowsOfBand = 8;

    /// <summary>Bands an image.</summary>
    public static int PerImage(in Conv2DGeometry g)
    {
        WindowAxis axis = g.HasPlanes ? g.Frontal : g.Vertical;
        long window = (axis.Window - 1L) * axis.Dilation + 1;
        return Math.Clamp(WantedBands / g.Batch, 1, (int)Math.Max(1, axis.Input / (WindowsOfBand * window)));
    }

    /// <summary>
    /// The output rows, from first to before end, between which all windows lie that touch the input from begin to before end.
    /// </summary>
    public static (int First, int End) OutputRows(in WindowAxis axis, int begin, int end)
    {
        int above = begin + axis.PadBefore - (axis.Window - 1) * axis.Dilation, below = end - 1 + axis.PadBefore;
        int first = above <= 0 ? 0 : (above + axis.Stride - 1) / axis.Stride;
        return (first, Math.Min(axis.Output, below / axis.Stride + 1));
    }

    /// <summary>The taps, from first to before end, that an output row has within the input from begin to before end.</summary>
    public static (int First, int End) Taps(in WindowAxis axis, int row, int begin, int end)
    {
        int start = row * axis.Stride - axis.PadBefore;
        int first = start >= begin ? 0 : (begin - start + axis.Dilation - 1) / axis.Dilation;
        int last = end - 1 - start;
        return (first, last < 0 ? 0 : Math.Min(axis.Window, last / axis.Dilation + 1));
    }
}
