using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Gradient of 2x2 max pooling with stride 2: every input is in one window at most, so that a row of inputs is written in a single sweep.
/// </summary>
internal readonly unsafe struct MaxPoolHalvingBackwardBody(
    Pool2DGeometry g, float* dy, float* positions, float* dx, bool accumulate) : IRangeBody
{
    private readonly Pool2DGeometry _g = g;
    private readonly float* _dy = dy;
    private readonly float* _positions = positions;
    private readonly float* _dx = dx;
    private readonly bool _accumulate = accumulate;

    public void Invoke(int start, int end)
    {
        int channels = _g.Channels;
        nint line = _g.Columns.Input * (nint)channels;
        nint covered = 2 * _g.Columns.Output * (nint)channels;
        for (int row = start; row < end; row++)
        {
            (int image, int inRow) = Math.DivRem(row, _g.Rows.Input);
            float* dx = _dx + row * line;
            // An odd input has a last row, and a last column, in no window.
            bool inWindow = inRow < 2 * _g.Rows.Output;
            nint written = inWindow ? covered : 0;
            if (!_accumulate) new Span<float>(dx + written, (int)(line - written)).Clear();
            if (!inWindow) continue;

            nint outLine = (image * (nint)_g.Rows.Output + inRow / 2) * _g.Columns.Output * channels;
            int cell = inRow % 2 * 2;
            int channel = 0;
            if (F512.IsSupported) channel = Row<F512>(outLine, dx, cell, channel);
            if (F256.IsSupported) channel = Row<F256>(outLine, dx, cell, channel);
            if (F128.IsSupported) channel = Row<F128>(outLine, dx, cell, channel);
            Row<F1>(outLine, dx, cell, channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Row<TSimd>(nint outLine, float* dx, int cell, int from) where TSimd : unmanaged, ISimd<TSimd>
    {
        int to = from + (_g.Channels - from) / TSimd.Width * TSimd.Width;
        if (to == from) return from;

        nint channels = _g.Channels;
        float* dy = _dy + outLine;
        float* positions = _positions + outLine;
        (TSimd left, TSimd right) = (TSimd.Splat(cell), TSimd.Splat(cell + 1));
        for (int column = 0; column < _g.Columns.Output; column++, dy += channels, positions += channels, dx += 2 * channels)
        {
            for (nint c = from; c < to; c += TSimd.Width)
            {
                TSimd gradient = TSimd.Load(dy + c);
                TSimd position = TSimd.Load(positions + c);
                TSimd toLeft = TSimd.Select(TSimd.Equal(position, left), gradient, TSimd.Zero);
                TSimd toRight = TSimd.Select(TSimd.Equal(position, right), gradient, TSimd.Zero);
                if (_accumulate)
                {
                    toLeft += TSimd.Load(dx + c);
                    toRight += TSimd.Load(dx + channels + c);
                }

                TSimd.Store(toLeft, dx + c);
                TSimd.Store(toRight, dx + channels + c);
            }
        }

        return to;
    }
}
