using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A square of pixels of an image, in place or, where it reaches over the border, copied among zeros.</summary>
internal unsafe struct WinogradWindow
{
    /// <summary>The first pixel's first channel.</summary>
    public float* Start;

    public nint RowStride;

    public nint PixelStride;

    /// <summary>
    /// The square of <paramref name="side"/> pixels whose first one is at a row and a column, perhaps outside; <paramref name="image"/> is
    /// at the first of <paramref name="count"/> channels, at least one register of them, of pixels <paramref name="pixelStride"/> apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WinogradWindow Open<TSimd>(
        float* image, nint pixelStride, int rows, int columns, int row, int column, int side, int count, float* copy)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        nint rowStride = columns * pixelStride;
        if (row >= 0 && column >= 0 && row + side <= rows && column + side <= columns)
        {
            return new WinogradWindow
            {
                Start = image + row * rowStride + column * pixelStride,
                RowStride = rowStride,
                PixelStride = pixelStride,
            };
        }

        Copy<TSimd>(image, pixelStride, rows, columns, row, column, side, count, copy);
        return new WinogradWindow { Start = copy, RowStride = (nint)side * count, PixelStride = count };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Copy<TSimd>(
        float* image, nint pixelStride, int rows, int columns, int row, int column, int side, int count, float* to)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int last = count - TSimd.Width;
        for (int i = row; i < row + side; i++)
        {
            for (int j = column; j < column + side; j++, to += count)
            {
                if ((uint)i < (uint)rows && (uint)j < (uint)columns)
                {
                    // The last register may overlap the one before.
                    float* from = image + (i * (nint)columns + j) * pixelStride;
                    for (int c = 0; c < last; c += TSimd.Width) TSimd.Store(TSimd.Load(from + c), to + c);
                    TSimd.Store(TSimd.Load(from + last), to + last);
                }
                else
                {
                    for (int c = 0; c < last; c += TSimd.Width) TSimd.Store(TSimd.Zero, to + c);
                    TSimd.Store(TSimd.Zero, to + last);
                }
            }
        }
    }
}
