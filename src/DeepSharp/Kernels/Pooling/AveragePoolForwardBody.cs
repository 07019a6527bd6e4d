using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Average pooling of rows of outputs.</summary>
internal readonly unsafe struct AveragePoolForwardBody(Pool2DGeometry g, float* x, float* y) : IRangeBody
{
    private readonly Pool2DGeometry _g = g;
    private readonly float* _x = x;
    private readonly float* _y = y;

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

        WindowAxis across = _g.Columns;
        (int image, int outRow) = Math.DivRem(row, _g.Rows.Output);
        PoolRange rows = PoolRange.Cells(_g.Rows, outRow);
        nint channels = _g.Channels;
        nint below = across.Input * channels;
        float* top = _x + (image * (nint)_g.Rows.Input + outRow * _g.Rows.Stride - _g.Rows.PadBefore + rows.Start) * below;
        float* y = _y + row * (nint)across.Output * channels;
        for (int column = 0; column < across.Output; column++, y += channels)
        {
            PoolRange cells = PoolRange.Cells(across, column);
            float* corner = top + (column * across.Stride - across.PadBefore + cells.Start) * channels;
            TSimd count = TSimd.Splat(rows.Count * cells.Count);
            for (nint c = from; c < to; c += TSimd.Width)
            {
                TSimd sum = TSimd.Zero;
                float* line = corner + c;
                for (int r = rows.Start; r < rows.End; r++, line += below)
                {
                    float* cell = line;
                    for (int k = cells.Start; k < cells.End; k++, cell += channels) sum += TSimd.Load(cell);
                }

                TSimd.Store(sum / count, y + c);
            }
        }

        return to;
    }
}
