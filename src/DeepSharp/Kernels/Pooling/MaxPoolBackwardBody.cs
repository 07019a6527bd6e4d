using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Gradient of max pooling by rows of inputs: each input collects from the windows that contain it. Nothing is cleared beforehand,
/// windows may overlap, and rows of one image can be on several threads.
/// </summary>
internal readonly unsafe struct MaxPoolBackwardBody(Pool2DGeometry g, float* dy, float* positions, float* dx, bool accumulate) : IRangeBody
{
    private readonly Pool2DGeometry _g = g;
    private readonly float* _dy = dy;
    private readonly float* _positions = positions;
    private readonly float* _dx = dx;
    private readonly bool _accumulate = accumulate;

    public void Invoke(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            int channel = 0;
            if (F512.IsSupported) channel = Row<F512>(row, channel);
            if (F256.IsSupported) channel = Row<F256>(row, channel);
            if (F128.IsSupported) channel = Row<F128>(row, channel);
            Row<F1>(row, channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Row<TSimd>(int row, int from) where TSimd : unmanaged, ISimd<TSimd>
    {
        int to = from + (_g.Channels - from) / TSimd.Width * TSimd.Width;
        if (to == from) return from;

        (WindowAxis down, WindowAxis across) = (_g.Rows, _g.Columns);
        (int image, int inRow) = Math.DivRem(row, down.Input);
        PoolRange rows = PoolRange.Windows(down, inRow);
        nint channels = _g.Channels;
        nint outLine = across.Output * channels;
        nint firstLine = (image * (nint)down.Output + rows.Start) * outLine;
        // The row of this input inside its first window; one stride less in each following window.
        int firstRow = inRow + down.PadBefore - rows.Start * down.Stride;
        float* dx = _dx + row * (nint)across.Input * channels;
        for (int column = 0; column < across.Input; column++, dx += channels)
        {
            PoolRange columns = PoolRange.Windows(across, column);
            int firstColumn = column + across.PadBefore - columns.Start * across.Stride;
            for (nint c = from; c < to; c += TSimd.Width)
            {
                TSimd sum = _accumulate ? TSimd.Load(dx + c) : TSimd.Zero;
                nint line = firstLine + columns.Start * channels + c;
                int cellOfLine = firstRow * across.Window + firstColumn;
                for (int r = rows.Start; r < rows.End; r++, line += outLine, cellOfLine -= down.Stride * across.Window)
                {
                    nint output = line;
                    int cell = cellOfLine;
                    for (int k = columns.Start; k < columns.End; k++, output += channels, cell -= across.Stride)
                    {
                        TSimd chosen = TSimd.Equal(TSimd.Load(_positions + output), TSimd.Splat(cell));
                        sum += TSimd.Select(chosen, TSimd.Load(_dy + output), TSimd.Zero);
                    }
                }

                TSimd.Store(sum, dx + c);
            }
        }

        return to;
    }
}
