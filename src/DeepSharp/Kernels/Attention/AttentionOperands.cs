using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Copies of queries, keys and values of one head in the order in which tiles read them, filled up with zeros.</summary>
internal static unsafe class AttentionOperands
{
    // Rows of one head lie far apart, where the hardware does not foresee the next one.
    private const int RowsAhead = 8;

    /// <summary>Row after row: to[r·stride + j] = from[r·fromStride + j]·factor, zeros behind the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyRows<TSimd>(float* from, nint fromStride, int rows, int columns, float factor, float* to, int stride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd factors = TSimd.Splat(factor);
        for (int row = 0; row < rows; row++, from += fromStride, to += stride)
        {
            if (row + RowsAhead < rows) PrefetchRow(from + RowsAhead * fromStride, columns);
            int j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width) TSimd.Store(TSimd.Load(from + j) * factors, to + j);
            for (; j < columns; j++) to[j] = from[j] * factor;
            for (; j < stride; j++) to[j] = 0f;
        }
    }

    /// <summary>
    /// Transposed, in panels as wide as a tile: to[panel][k][j] = from[(panel·tile + j)·fromStride + k], zeros behind the rows.
    /// </summary>
    public static void CopyColumns<TSimd>(float* from, nint fromStride, int rows, int columns, float* to)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        for (int row = 0; row < rows; row += width, from += width * fromStride, to += (nint)width * columns)
        {
            int end = Math.Min(2 * width, rows - row);
            for (int next = width; next < end; next++) PrefetchRow(from + next * fromStride, columns);
            PanelPacking.Transpose(from, fromStride, Math.Min(width, rows - row), columns, to, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRow(float* row, int columns)
    {
        for (int j = 0; j < columns; j += Prefetch.LineLength) Prefetch.Line(row + j);
    }
}
