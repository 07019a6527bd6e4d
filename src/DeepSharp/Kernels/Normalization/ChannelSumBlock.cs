using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>What <see cref="ChannelSumBlock"/> sums.</summary>
internal unsafe interface IChannelTerm
{
    /// <summary>The term at a place, where x lies <paramref name="deviation"/> from the shift of its channel.</summary>
    TSimd Value<TSimd>(nint at, TSimd deviation) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>The deviation itself: sums for a mean and a variance.</summary>
internal readonly struct DeviationTerm : IChannelTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(nint at, TSimd deviation) where TSimd : unmanaged, ISimd<TSimd> => deviation;
}

/// <summary>A gradient: sums for the backward pass.</summary>
internal readonly unsafe struct GradientTerm(float* gradient) : IChannelTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(nint at, TSimd deviation) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(gradient + at);
}

/// <summary>first[c] += Σ t and second[c] += Σ t·(x − shift[c]) over rows that fit a cache, on one thread.</summary>
internal static unsafe class ChannelSumBlock
{
    // Rows of a strip are summed by themselves: the error grows with their number and with that of the strips, not of all rows.
    private const int StripElements = 4096;
    private const int LeastRows = 8;

    /// <summary>Adds rows of <paramref name="columns"/> values that start <paramref name="stride"/> values apart.</summary>
    public static void Add<TTerm>(
        float* x, TTerm term, nint at, int rows, int columns, nint stride, float* shift, float* first, float* second)
        where TTerm : unmanaged, IChannelTerm
    {
        int strip = Math.Max(LeastRows, StripElements / columns);
        for (int row = 0; row < rows; row += strip, at += strip * stride)
        {
            int count = Math.Min(strip, rows - row), c = 0;
            if (F512.IsSupported) c = Columns<F512, TTerm>(x, term, at, count, c, columns, stride, shift, first, second);
            if (F256.IsSupported) c = Columns<F256, TTerm>(x, term, at, count, c, columns, stride, shift, first, second);
            if (F128.IsSupported) c = Columns<F128, TTerm>(x, term, at, count, c, columns, stride, shift, first, second);
            Columns<F1, TTerm>(x, term, at, count, c, columns, stride, shift, first, second);
        }
    }

    // Whole registers of columns from c on; gives the first column that is left.
    private static int Columns<TSimd, TTerm>(
        float* x, TTerm term, nint at, int rows, int c, int columns, nint stride, float* shift, float* first, float* second)
        where TSimd : unmanaged, ISimd<TSimd>
        where TTerm : unmanaged, IChannelTerm
    {
        int width = TSimd.Width;
        for (; c <= columns - 4 * width; c += 4 * width)
        {
            Four<TSimd, TTerm>(x, term, at + c, rows, stride, shift + c, first + c, second + c);
        }

        for (; c <= columns - width; c += width) One<TSimd, TTerm>(x, term, at + c, rows, stride, shift + c, first + c, second + c);
        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four<TSimd, TTerm>(float* x, TTerm term, nint at, int rows, nint stride, float* shift, float* first, float* second)
        where TSimd : unmanaged, ISimd<TSimd>
        where TTerm : unmanaged, IChannelTerm
    {
        int width = TSimd.Width;
        TSimd shift0 = TSimd.Load(shift), shift1 = TSimd.Load(shift + width);
        TSimd shift2 = TSimd.Load(shift + 2 * width), shift3 = TSimd.Load(shift + 3 * width);
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        TSimd product0 = TSimd.Zero, product1 = TSimd.Zero, product2 = TSimd.Zero, product3 = TSimd.Zero;
        for (; rows > 0; rows--, at += stride)
        {
            TSimd d0 = TSimd.Load(x + at) - shift0, d1 = TSimd.Load(x + at + width) - shift1;
            TSimd d2 = TSimd.Load(x + at + 2 * width) - shift2, d3 = TSimd.Load(x + at + 3 * width) - shift3;
            TSimd t0 = term.Value(at, d0), t1 = term.Value(at + width, d1);
            TSimd t2 = term.Value(at + 2 * width, d2), t3 = term.Value(at + 3 * width, d3);
            (sum0, sum1, sum2, sum3) = (sum0 + t0, sum1 + t1, sum2 + t2, sum3 + t3);
            product0 = TSimd.MultiplyAdd(t0, d0, product0);
            product1 = TSimd.MultiplyAdd(t1, d1, product1);
            product2 = TSimd.MultiplyAdd(t2, d2, product2);
            product3 = TSimd.MultiplyAdd(t3, d3, product3);
        }

        TSimd.Store(TSimd.Load(first) + sum0, first);
        TSimd.Store(TSimd.Load(first + width) + sum1, first + width);
        TSimd.Store(TSimd.Load(first + 2 * width) + sum2, first + 2 * width);
        TSimd.Store(TSimd.Load(first + 3 * width) + sum3, first + 3 * width);
        TSimd.Store(TSimd.Load(second) + product0, second);
        TSimd.Store(TSimd.Load(second + width) + product1, second + width);
        TSimd.Store(TSimd.Load(second + 2 * width) + product2, second + 2 * width);
        TSimd.Store(TSimd.Load(second + 3 * width) + product3, second + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One<TSimd, TTerm>(float* x, TTerm term, nint at, int rows, nint stride, float* shift, float* first, float* second)
        where TSimd : unmanaged, ISimd<TSimd>
        where TTerm : unmanaged, IChannelTerm
    {
        TSimd from = TSimd.Load(shift);
        TSimd even = TSimd.Zero, odd = TSimd.Zero, evenProduct = TSimd.Zero, oddProduct = TSimd.Zero;
        for (; rows >= 2; rows -= 2, at += 2 * stride)
        {
            TSimd d0 = TSimd.Load(x + at) - from, d1 = TSimd.Load(x + at + stride) - from;
            TSimd t0 = term.Value(at, d0), t1 = term.Value(at + stride, d1);
            (even, odd) = (even + t0, odd + t1);
            evenProduct = TSimd.MultiplyAdd(t0, d0, evenProduct);
            oddProduct = TSimd.MultiplyAdd(t1, d1, oddProduct);
        }

        if (rows > 0)
        {
            TSimd d = TSimd.Load(x + at) - from, t = term.Value(at, d);
            even += t;
            evenProduct = TSimd.MultiplyAdd(t, d, evenProduct);
        }

        TSimd.Store(TSimd.Load(first) + (even + odd), first);
        TSimd.Store(TSimd.Load(second) + (evenProduct + oddProduct), second);
    }
}
