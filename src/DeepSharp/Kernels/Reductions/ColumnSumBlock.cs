using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Column sums of one block that fits a cache, on one thread.</summary>
internal static unsafe class ColumnSumBlock
{
    private const int WidestRegister = 16;

    /// <summary>sums[c] = Σ source[at + r·stride + c] over <paramref name="rows"/> rows.</summary>
    public static void Run<TSource>(TSource source, nint at, int rows, int columns, nint stride, float* sums)
        where TSource : unmanaged, IValueSource
    {
        if (columns < WidestRegister && columns == stride && F128.IsSupported)
        {
            if (F512.IsSupported) Narrow<F512, TSource>(source, at, rows, columns, sums);
            else if (F256.IsSupported) Narrow<F256, TSource>(source, at, rows, columns, sums);
            else Narrow<F128, TSource>(source, at, rows, columns, sums);
        }
        else if (F512.IsSupported && columns >= F512.Width) Wide<F512, TSource>(source, at, rows, columns, stride, sums);
        else if (F256.IsSupported && columns >= F256.Width) Wide<F256, TSource>(source, at, rows, columns, stride, sums);
        else if (F128.IsSupported && columns >= F128.Width) Wide<F128, TSource>(source, at, rows, columns, stride, sums);
        else Wide<F1, TSource>(source, at, rows, columns, stride, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Wide<TSimd, TSource>(TSource source, nint at, int rows, int columns, nint stride, float* sums)
        where TSimd : unmanaged, ISimd<TSimd>
        where TSource : unmanaged, IValueSource
    {
        int width = TSimd.Width, c = 0;
        nint end = at + rows * stride;
        for (; c <= columns - 4 * width; c += 4 * width)
        {
            TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
            for (nint i = at + c; i < end; i += stride)
            {
                sum0 += source.Load<TSimd>(i);
                sum1 += source.Load<TSimd>(i + width);
                sum2 += source.Load<TSimd>(i + 2 * width);
                sum3 += source.Load<TSimd>(i + 3 * width);
            }

            TSimd.Store(sum0, sums + c);
            TSimd.Store(sum1, sums + c + width);
            TSimd.Store(sum2, sums + c + 2 * width);
            TSimd.Store(sum3, sums + c + 3 * width);
        }

        for (; c <= columns - 2 * width; c += 2 * width) TwoRegisters<TSimd, TSource>(source, at + c, rows, stride, sums + c);

        while (c < columns)
        {
            // The last register overlaps the one before: it computes some sums a second time, which costs less than a scalar tail.
            c = Math.Min(c, columns - width);
            OneRegister<TSimd, TSource>(source, at + c, rows, stride, sums + c);
            c += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TwoRegisters<TSimd, TSource>(TSource source, nint at, int rows, nint stride, float* sums)
        where TSimd : unmanaged, ISimd<TSimd>
        where TSource : unmanaged, IValueSource
    {
        int width = TSimd.Width, r = 0;
        TSimd even0 = TSimd.Zero, even1 = TSimd.Zero, odd0 = TSimd.Zero, odd1 = TSimd.Zero;
        for (; r <= rows - 2; r += 2, at += 2 * stride)
        {
            even0 += source.Load<TSimd>(at);
            even1 += source.Load<TSimd>(at + width);
            odd0 += source.Load<TSimd>(at + stride);
            odd1 += source.Load<TSimd>(at + stride + width);
        }

        if (r < rows)
        {
            even0 += source.Load<TSimd>(at);
            even1 += source.Load<TSimd>(at + width);
        }

        TSimd.Store(even0 + odd0, sums);
        TSimd.Store(even1 + odd1, sums + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRegister<TSimd, TSource>(TSource source, nint at, int rows, nint stride, float* sums)
        where TSimd : unmanaged, ISimd<TSimd>
        where TSource : unmanaged, IValueSource
    {
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        int r = 0;
        for (; r <= rows - 4; r += 4, at += 4 * stride)
        {
            sum0 += source.Load<TSimd>(at);
            sum1 += source.Load<TSimd>(at + stride);
            sum2 += source.Load<TSimd>(at + 2 * stride);
            sum3 += source.Load<TSimd>(at + 3 * stride);
        }

        for (; r < rows; r++, at += stride) sum0 += source.Load<TSimd>(at);
        TSimd.Store((sum0 + sum1) + (sum2 + sum3), sums);
    }

    // Fewer columns than a register: as many rows as a register has lanes are exactly `columns` registers, whose lanes always stand for
    // the same columns. They are summed lane by lane and folded at the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Narrow<TSimd, TSource>(TSource source, nint at, int rows, int columns, float* sums)
        where TSimd : unmanaged, ISimd<TSimd>
        where TSource : unmanaged, IValueSource
    {
        int width = TSimd.Width, r = 0;
        float* lanes = stackalloc float[WidestRegister * WidestRegister];
        int laneCount = width * columns;
        new Span<float>(lanes, laneCount).Clear();
        for (; r <= rows - width; r += width, at += laneCount)
        {
            for (int i = 0; i < laneCount; i += width) TSimd.Store(TSimd.Load(lanes + i) + source.Load<TSimd>(at + i), lanes + i);
        }

        for (int i = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++, i++, at++) F1.Store(F1.Load(lanes + i) + source.Load<F1>(at), lanes + i);
        }

        new Span<float>(sums, columns).Clear();
        for (int i = 0; i < laneCount; i += columns)
        {
            for (int c = 0; c < columns; c++) sums[c] += lanes[i + c];
        }
    }
}
