using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>One term of a sum over a row, for the lanes that start at an index. It may store what it computed on the way.</summary>
internal interface IRowTerm
{
    TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>Sums over the values of one sample.</summary>
internal static class RowSum
{
    // A block is summed in float lanes, blocks in double: the error does not grow with the row.
    private const int Block = 512;

    public static double Of<TTerm>(TTerm terms, int length) where TTerm : unmanaged, IRowTerm
    {
        double total = 0;
        for (int start = 0; start < length; start += Block)
        {
            int end = Math.Min(length, start + Block), i = start;
            float sum = 0f;
            if (F512.IsSupported) i = Add<F512, TTerm>(terms, i, end, ref sum);
            if (F256.IsSupported && i < end) i = Add<F256, TTerm>(terms, i, end, ref sum);
            if (F128.IsSupported && i < end) i = Add<F128, TTerm>(terms, i, end, ref sum);
            if (i < end) Add<F1, TTerm>(terms, i, end, ref sum);
            total += sum;
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Add<TSimd, TTerm>(TTerm terms, int i, int end, ref float total)
        where TSimd : unmanaged, ISimd<TSimd>
        where TTerm : unmanaged, IRowTerm
    {
        if (i + TSimd.Width > end) return i;
        TSimd sum = TSimd.Zero;
        for (; i + TSimd.Width <= end; i += TSimd.Width) sum += terms.Term<TSimd>(i);
        total += TSimd.Sum(sum);
        return i;
    }
}
