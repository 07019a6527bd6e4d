namespace DeepSharp.Kernels;

/// <summary>
/// B as the tiles of a product read it, in memory that is kept: step by step of the depth, the panels side by side, the last one as narrow
/// as its tile and filled up with zeros. The same bits as a product with B itself.
/// </summary>
internal static unsafe class PackedColumns
{
    /// <summary>Floats of the packed form.</summary>
    public static long Length(int inner, int columns) => (long)inner * RowFloats(columns);

    /// <summary>Packs a plain matrix, inner by columns.</summary>
    public static void Pack(ReadOnlySpan<float> b, int inner, int columns, Span<float> packed)
    {
        KernelGuard.AtLeast(b, (long)inner * columns);
        KernelGuard.AtLeast(packed, Length(inner, columns));
        fixed (float* pb = b, to = packed)
        {
            if (F512.IsSupported && columns > 16) Pack<F512>(pb, inner, columns, to);
            else if (F256.IsSupported && columns > 8) Pack<F256>(pb, inner, columns, to);
            else if (F128.IsSupported) Pack<F128>(pb, inner, columns, to);
            else Pack<F1>(pb, inner, columns, to);
        }
    }

    /// <summary>Floats of a row, with those that fill up the last panel.</summary>
    public static int RowFloats<TSimd>(int columns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(), edge = columns % width;
        return columns - edge + (edge == 0 ? 0 : MatMulBlocking.EdgePanelColumns<TSimd>(edge));
    }

    private static int RowFloats(int columns) => F512.IsSupported && columns > 16 ? RowFloats<F512>(columns)
        : F256.IsSupported && columns > 8 ? RowFloats<F256>(columns)
        : F128.IsSupported ? RowFloats<F128>(columns) : RowFloats<F1>(columns);

    private static void Pack<TSimd>(float* b, int inner, int columns, float* to) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(), full = columns / width, edge = columns % width;
        int steps = (inner - 1) / MatMulBlocking.StepDepth + 1;
        for (int step = 0; step < steps; step++)
        {
            int start = (int)((long)step * inner / steps), depth = (int)((long)(step + 1) * inner / steps) - start;
            float* source = b + (nint)start * columns;
            PanelPacking.CopyFull<TSimd>(source, columns, depth, full, to);
            to += (nint)full * width * depth;
            if (edge == 0) continue;
            int edgeWidth = MatMulBlocking.EdgePanelColumns<TSimd>(edge);
            PanelPacking.CopyEdge(source + full * width, columns, edge, depth, to, edgeWidth);
            to += (nint)edgeWidth * depth;
        }
    }
}
