using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Whether a max pooling saves positions: a constant for the JIT.</summary>
internal interface IPositionMode
{
    static abstract bool Saves { get; }
}

internal readonly struct SavePosition : IPositionMode
{
    public static bool Saves => true;
}

internal readonly struct ForgetPosition : IPositionMode
{
    public static bool Saves => false;
}

/// <summary>Max pooling of rows of outputs. Channels lie side by side, so every lane of a register is a window of its own.</summary>
internal readonly unsafe struct MaxPoolForwardBody<TMode>(Pool2DGeometry g, float* x, float* y, float* positions) : IRangeBody
    where TMode : struct, IPositionMode
{
    private readonly Pool2DGeometry _g = g;
    private readonly float* _x = x;
    private readonly float* _y = y;
    private readonly float* _positions = positions;

    public void Invoke(int start, int end)
    {
        bool halving = _g.IsHalving;
        for (int row = start; row < end; row++)
        {
            int channel = 0;
            if (F512.IsSupported) channel = Row<F512>(row, channel, halving);
            if (F256.IsSupported) channel = Row<F256>(row, channel, halving);
            if (F128.IsSupported) channel = Row<F128>(row, channel, halving);
            Row<F1>(row, channel, halving);
        }
    }

    /// <summary>One row of outputs, the channels from <paramref name="from"/> on that fill registers; gives the first one left.</summary>
    private int Row<TSimd>(int row, int from, bool halving) where TSimd : unmanaged, ISimd<TSimd>
    {
        int to = from + (_g.Channels - from) / TSimd.Width * TSimd.Width;
        if (to == from) return from;
        if (halving) HalvingRow<TSimd>(row, from, to);
        else GeneralRow<TSimd>(row, from, to);
        return to;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void HalvingRow<TSimd>(int row, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
    {
        (int image, int outRow) = Math.DivRem(row, _g.Rows.Output);
        nint channels = _g.Channels;
        nint below = _g.Columns.Input * channels;
        float* x = _x + (image * (nint)_g.Rows.Input + 2 * outRow) * below;
        nint output = row * (nint)_g.Columns.Output * channels;
        TSimd one = TSimd.Splat(1f), two = TSimd.Splat(2f), three = TSimd.Splat(3f);
        for (int column = 0; column < _g.Columns.Output; column++, x += 2 * channels, output += channels)
        {
            for (nint c = from; c < to; c += TSimd.Width)
            {
                float* corner = x + c;
                TSimd best = TSimd.Load(corner);
                TSimd position = TSimd.Zero;
                Consider(ref best, ref position, TSimd.Load(corner + channels), one);
                Consider(ref best, ref position, TSimd.Load(corner + below), two);
                Consider(ref best, ref position, TSimd.Load(corner + below + channels), three);
                TSimd.Store(best, _y + output + c);
                if (TMode.Saves) TSimd.Store(position, _positions + output + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void GeneralRow<TSimd>(int row, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
    {
        WindowAxis across = _g.Columns;
        (int image, int outRow) = Math.DivRem(row, _g.Rows.Output);
        PoolRange rows = PoolRange.Cells(_g.Rows, outRow);
        nint channels = _g.Channels;
        nint below = across.Input * channels;
        float* top = _x + (image * (nint)_g.Rows.Input + outRow * _g.Rows.Stride - _g.Rows.PadBefore + rows.Start) * below;
        nint output = row * (nint)across.Output * channels;
        TSimd one = TSimd.Splat(1f);
        for (int column = 0; column < across.Output; column++, output += channels)
        {
            PoolRange cells = PoolRange.Cells(across, column);
            float* corner = top + (column * across.Stride - across.PadBefore + cells.Start) * channels;
            for (nint c = from; c < to; c += TSimd.Width)
            {
                TSimd best = TSimd.Load(corner + c);
                TSimd position = TSimd.Splat(rows.Start * across.Window + cells.Start);
                float* line = corner + c;
                for (int r = rows.Start; r < rows.End; r++, line += below)
                {
                    TSimd cell = TSimd.Splat(r * across.Window + cells.Start);
                    float* candidate = line;
                    for (int k = cells.Start; k < cells.End; k++, candidate += channels)
                    {
                        Consider(ref best, ref position, TSimd.Load(candidate), cell);
                        cell += one;
                    }
                }

                TSimd.Store(best, _y + output + c);
                if (TMode.Saves) TSimd.Store(position, _positions + output + c);
            }
        }
    }

    // Max lets a NaN through and keeps it; no comparison with one is true, so that the position stays where it was. One comparison each:
    // the chain from cell to cell decides the time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Consider<TSimd>(ref TSimd best, ref TSimd position, TSimd candidate, TSimd cell)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        if (TMode.Saves) position = TSimd.Select(TSimd.GreaterThan(candidate, best), cell, position);
        best = TSimd.Max(best, candidate);
    }
}
