using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Gradient of average pooling by rows of inputs: each input collects its share from the windows that contain it.</summary>
internal readonly unsafe struct AveragePoolBackwardBody(Pool2DGeometry g, float* dy, float* dx, bool accumulate) : IRangeBody
{
    private readonly Pool2DGeometry _g = g;
    private readonly float* _dy = dy;
    private readonly float* _dx = dx;
    private readonly bool _accumulate = accumulate;

    public void Invoke(int start, int end)
    {
        nint line = _g.Columns.Input * (nint)_g.Channels;
        for (int row = start; row < end; row++)
        {
            if (!_accumulate) new Span<float>(_dx + row * line, (int)line).Clear();
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
        float* dx = _dx + row * (nint)across.Input * channels;
        for (int column = 0; column < across.Input; column++, dx += channels)
        {
            PoolRange columns = PoolRange.Windows(across, column);
            for (int r = rows.Start; r < rows.End; r++)
            {
                int cellRows = PoolRange.Cells(down, r).Count;
                float* dy = _dy + ((image * (nint)down.Output + r) * across.Output + columns.Start) * channels;
                for (int k = columns.Start; k < columns.End; k++, dy += channels)
                {
                    // One division for all channels of a window; dx stays in the first-level cache meanwhile.
                    TSimd share = TSimd.Splat(1f / (cellRows * PoolRange.Cells(across, k).Count));
                    for (nint c = from; c < to; c += TSimd.Width)
                    {
                        TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(dy + c), share, TSimd.Load(dx + c)), dx + c);
                    }
                }
            }
        }

        return to;
    }
}
