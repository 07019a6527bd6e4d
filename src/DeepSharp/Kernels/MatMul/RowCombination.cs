using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// y[j] (+)= Σ x[k]·m[k·columns + j] for some columns j. An addition takes some cycles: whatever the number of columns, about eight sums
/// are under way.
/// </summary>
internal readonly unsafe struct RowCombination<TSimd>(float* m, int rows, int columns, float* x, float* y, bool accumulate) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    public void Invoke(int start, int end)
    {
        int j = start;
        for (; j <= end - 8 * TSimd.Width; j += 8 * TSimd.Width) CombineEight(j);
        for (; j <= end - 4 * TSimd.Width; j += 4 * TSimd.Width) CombineFour(j);
        for (; j < end; j += TSimd.Width) CombineLast(j, Math.Min(end - j, TSimd.Width));
    }

    // The narrowest register that holds the columns.
    private void CombineLast(int j, int count)
    {
        if (TSimd.Width > 8 && count > 8) CombineOne<F512>(j, count);
        else if (TSimd.Width > 4 && count > 4) CombineOne<F256>(j, count);
        else if (TSimd.Width > 1) CombineOne<F128>(j, count);
        else CombineOne<F1>(j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineEight(int j)
    {
        int width = TSimd.Width;
        float* row = m + j;
        Pair<TSimd> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int k = 0; k < rows; k++, row += columns)
        {
            TSimd v = TSimd.Splat(x[k]);
            s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
            s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
            s2.MultiplyAdd(v, TSimd.Load(row + 4 * width), TSimd.Load(row + 5 * width));
            s3.MultiplyAdd(v, TSimd.Load(row + 6 * width), TSimd.Load(row + 7 * width));
        }

        Finish(s0, y + j);
        Finish(s1, y + j + 2 * width);
        Finish(s2, y + j + 4 * width);
        Finish(s3, y + j + 6 * width);
    }

    // Even and odd rows apart.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineFour(int j)
    {
        int width = TSimd.Width, k = 0;
        float* row = m + j;
        Pair<TSimd> s0 = default, s1 = default, t0 = default, t1 = default;
        for (; k < rows - 1; k += 2, row += 2 * (nint)columns)
        {
            float* next = row + columns;
            TSimd v = TSimd.Splat(x[k]), w = TSimd.Splat(x[k + 1]);
            s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
            s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
            t0.MultiplyAdd(w, TSimd.Load(next), TSimd.Load(next + width));
            t1.MultiplyAdd(w, TSimd.Load(next + 2 * width), TSimd.Load(next + 3 * width));
        }

        if (k < rows)
        {
            TSimd v = TSimd.Splat(x[k]);
            s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
            s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
        }

        s0.Add(t0);
        s1.Add(t1);
        Finish(s0, y + j);
        Finish(s1, y + j + 2 * width);
    }

    /// <summary>
    /// At most a register of columns. It is read as a whole, with what follows in the matrix, while there is that much of it; what belongs
    /// to other columns is left aside.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineOne<TOne>(int j, int count) where TOne : unmanaged, ISimd<TOne>
    {
        long beyond = (long)rows * columns - j - TOne.Width;
        int whole = beyond < 0 ? 0 : (int)Math.Min(rows, beyond / columns + 1), k = 0;
        float* row = m + j;
        nint stride = columns;
        TOne s0 = TOne.Zero, s1 = TOne.Zero, s2 = TOne.Zero, s3 = TOne.Zero;
        TOne t0 = TOne.Zero, t1 = TOne.Zero, t2 = TOne.Zero, t3 = TOne.Zero;
        for (; k <= whole - 8; k += 8, row += 8 * stride)
        {
            float* lower = row + 4 * stride;
            TOne.AddProduct(ref s0, TOne.Splat(x[k]), TOne.Load(row));
            TOne.AddProduct(ref s1, TOne.Splat(x[k + 1]), TOne.Load(row + stride));
            TOne.AddProduct(ref s2, TOne.Splat(x[k + 2]), TOne.Load(row + 2 * stride));
            TOne.AddProduct(ref s3, TOne.Splat(x[k + 3]), TOne.Load(row + 3 * stride));
            TOne.AddProduct(ref t0, TOne.Splat(x[k + 4]), TOne.Load(lower));
            TOne.AddProduct(ref t1, TOne.Splat(x[k + 5]), TOne.Load(lower + stride));
            TOne.AddProduct(ref t2, TOne.Splat(x[k + 6]), TOne.Load(lower + 2 * stride));
            TOne.AddProduct(ref t3, TOne.Splat(x[k + 7]), TOne.Load(lower + 3 * stride));
        }

        for (; k < whole; k++, row += stride) TOne.AddProduct(ref s0, TOne.Splat(x[k]), TOne.Load(row));
        float* sums = stackalloc float[TOne.Width];
        TOne.Store(s0 + t0 + (s1 + t1) + (s2 + t2 + (s3 + t3)), sums);
        for (; k < rows; k++, row += stride)
        {
            for (int i = 0; i < count; i++) sums[i] = float.MultiplyAddEstimate(x[k], row[i], sums[i]);
        }

        for (int i = 0; i < count; i++) y[j + i] = accumulate ? y[j + i] + sums[i] : sums[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(Pair<TSimd> sums, float* destination)
    {
        if (accumulate) sums.AddTo(destination, TSimd.Width);
        else sums.StoreTo(destination, TSimd.Width);
    }
}
