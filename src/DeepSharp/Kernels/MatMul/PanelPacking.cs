using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Copies operands into the order in which tiles read them.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>
    /// Neighbouring panels whose columns all exist, destination[panel][k][j] = source[k·stride + panel·width + j], row after row: a run of
    /// columns is
    /// friendlier to the memory than one panel's columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyFull<TSimd>(float* source, nint stride, int depth, int panels, float* destination)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        nint panelSize = (nint)depth * width;
        for (int k = 0; k < depth; k++, source += stride, destination += width)
        {
            float* from = source, to = destination;
            for (int panel = 0; panel < panels; panel++, from += width, to += panelSize)
            {
                TSimd.Store(TSimd.Load(from), to);
                TSimd.Store(TSimd.Load(from + TSimd.Width), to + TSimd.Width);
            }
        }
    }

    /// <summary>
    /// One panel of which only <paramref name="columns"/> exist: destination[k·width + j] = source[k·stride + j], or zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyEdge(float* source, nint stride, int columns, int depth, float* destination, int width)
    {
        for (int k = 0; k < depth; k++, source += stride, destination += width)
        {
            int j = 0;
            for (; j < columns; j++) destination[j] = source[j];
            for (; j < width; j++) destination[j] = 0f;
        }
    }

    /// <summary>destination[k·width + j] = source[j·stride + k], with zeros from <paramref name="columns"/> to the panel's width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transpose(float* source, nint stride, int columns, int depth, float* destination, int width)
    {
        // Sixteen depths of four columns at a time: one cache line of each of four rows.
        for (int k = 0; k < depth; k += 16)
        {
            int end = Math.Min(k + 16, depth);
            int j = 0;
            for (; j <= columns - 4; j += 4)
            {
                int at = k;
                for (; at <= end - 4; at += 4)
                {
                    Transpose4x4.Copy(source + j * stride + at, stride, destination + (nint)at * width + j, width);
                }

                for (; at < end; at++)
                {
                    for (int i = j; i < j + 4; i++) destination[(nint)at * width + i] = source[i * stride + at];
                }
            }

            for (; j < width; j++)
            {
                for (int at = k; at < end; at++) destination[(nint)at * width + j] = j < columns ? source[j * stride + at] : 0f;
            }
        }
    }

    /// <summary>
    /// Rows of A whose stride is a bad one, row by row with a better stride: destination[r·newStride + k] = source[r·stride + k].
    /// </summary>
    public static void CopyRows(float* source, nint stride, int rows, int depth, float* destination, nint newStride)
    {
        for (int r = 0; r < rows; r++)
        {
            new ReadOnlySpan<float>(source + r * stride, depth).CopyTo(new Span<float>(destination + r * newStride, depth));
        }
    }

    /// <summary>
    /// A tile's rows of a transposed A: destination[k·width + r] = source[k·stride + r]. Copies whole registers where
    /// <paramref name="available"/>, the floats of a source row from the tile's first on, allows it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyColumns<TSimd>(float* source, nint stride, int rows, int available, int depth, float* destination, int width)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int copied = available >= width ? width : rows;
        for (int k = 0; k < depth; k++, source += stride, destination += width)
        {
            int r = 0;
            for (; r <= copied - TSimd.Width; r += TSimd.Width) TSimd.Store(TSimd.Load(source + r), destination + r);
            for (; r < copied; r++) destination[r] = source[r];
        }
    }
}
