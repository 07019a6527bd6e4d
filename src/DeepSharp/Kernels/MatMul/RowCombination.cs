using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// y[j] (+)= Σ x[k]·m[k·columns + j] for some columns j, summed as the tiles of a product of matrices sum: step by step, each in order. So
/// a row alone has the bits that it has among others.
/// </summary>
internal readonly unsafe struct RowCombination<TSimd>(float* m, int rows, int columns, float* x, float* y, bool accumulate) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    private const int Chains = 4;

    private readonly int _steps = (rows - 1) / MatMulBlocking.StepDepth + 1;

    public void Invoke(int start, int end)
    {
        int j = start;
        for (; j <= end - 8 * TSimd.Width; j += 8 * TSimd.Width)
        {
            for (int step = 0; step < _steps; step++) CombineEight(j, step);
        }

        for (; j <= end - 4 * TSimd.Width; j += 4 * TSimd.Width)
        {
            for (int step = 0; step < _steps; step++) CombineFour(j, step);
        }

        for (; j < end; j += TSimd.Width) CombineLast(j, Math.Min(end - j, TSimd.Width));
    }

    private int StepStart(int step) => (int)((long)step * rows / _steps);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineEight(int j, int step)
    {
        int width = TSimd.Width, k = StepStart(step), end = StepStart(step + 1);
        float* row = m + (nint)k * columns + j;
        Pair<TSimd> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; k < end; k++, row += columns)
        {
            TSimd v = TSimd.Splat(x[k]);
            s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
            s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
            s2.MultiplyAdd(v, TSimd.Load(row + 4 * width), TSimd.Load(row + 5 * width));
            s3.MultiplyAdd(v, TSimd.Load(row + 6 * width), TSimd.Load(row + 7 * width));
        }

        Finish(s0, y + j, step);
        Finish(s1, y + j + 2 * width, step);
        Finish(s2, y + j + 4 * width, step);
        Finish(s3, y + j + 6 * width, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineFour(int j, int step)
    {
        int width = TSimd.Width, k = StepStart(step), end = StepStart(step + 1);
        float* row = m + (nint)k * columns + j;
        Pair<TSimd> s0 = default, s1 = default;
        for (; k < end; k++, row += columns)
        {
            TSimd v = TSimd.Splat(x[k]);
            s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
            s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
        }

        Finish(s0, y + j, step);
        Finish(s1, y + j + 2 * width, step);
    }

    // The narrowest register that holds the columns.
    private void CombineLast(int j, int count)
    {
        for (int step = 0; step < _steps; step += Chains)
        {
            if (TSimd.Width > 8 && count > 8) CombineSteps<F512>(j, count, step);
            else if (TSimd.Width > 4 && count > 4) CombineSteps<F256>(j, count, step);
            else if (TSimd.Width > 1) CombineSteps<F128>(j, count, step);
            else CombineSteps<F1>(j, count, step);
        }
    }

    /// <summary>
    /// At most a register of columns, and four steps side by side, since an addition takes some cycles. Registers are read as a whole, with
    /// what follows in the matrix, while there is that much of it; what belongs to other columns is left aside.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void CombineSteps<TOne>(int j, int count, int first) where TOne : unmanaged, ISimd<TOne>
    {
        long beyond = (long)rows * columns - j - TOne.Width;
        int whole = beyond < 0 ? 0 : (int)Math.Min(rows, beyond / columns + 1), last = Math.Min(first + Chains, _steps) - 1;
        int common = Math.Min((rows - 1) / _steps, whole - StepStart(last));

        // A step that does not exist is the first one again.
        int k0 = StepStart(first), k1 = StepStart(first + 1 > last ? first : first + 1);
        int k2 = StepStart(first + 2 > last ? first : first + 2), k3 = StepStart(first + 3 > last ? first : first + 3);
        float* r0 = m + (nint)k0 * columns + j, r1 = m + (nint)k1 * columns + j;
        float* r2 = m + (nint)k2 * columns + j, r3 = m + (nint)k3 * columns + j;
        TOne s0 = TOne.Zero, s1 = TOne.Zero, s2 = TOne.Zero, s3 = TOne.Zero;
        nint at = 0;
        for (int i = 0; i < common; i++, at += columns)
        {
            TOne.AddProduct(ref s0, TOne.Splat(x[k0 + i]), TOne.Load(r0 + at));
            TOne.AddProduct(ref s1, TOne.Splat(x[k1 + i]), TOne.Load(r1 + at));
            TOne.AddProduct(ref s2, TOne.Splat(x[k2 + i]), TOne.Load(r2 + at));
            TOne.AddProduct(ref s3, TOne.Splat(x[k3 + i]), TOne.Load(r3 + at));
        }

        float* sums = stackalloc float[Chains * TOne.Width];
        TOne.Store(s0, sums);
        TOne.Store(s1, sums + TOne.Width);
        TOne.Store(s2, sums + 2 * TOne.Width);
        TOne.Store(s3, sums + 3 * TOne.Width);
        for (int step = first; step <= last; step++, sums += TOne.Width)
        {
            int k = StepStart(step) + Math.Max(0, common), end = StepStart(step + 1);
            FinishStep<TOne>(j, count, k, end, Math.Min(end, whole), sums);
            for (int i = 0; i < count; i++) y[j + i] = accumulate || step > 0 ? y[j + i] + sums[i] : sums[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FinishStep<TOne>(int j, int count, int k, int end, int whole, float* sums) where TOne : unmanaged, ISimd<TOne>
    {
        float* row = m + (nint)k * columns + j;
        TOne sum = TOne.Load(sums);
        for (; k < whole; k++, row += columns) TOne.AddProduct(ref sum, TOne.Splat(x[k]), TOne.Load(row));
        TOne.Store(sum, sums);
        for (; k < end; k++, row += columns)
        {
            for (int i = 0; i < count; i++) sums[i] = float.MultiplyAddEstimate(x[k], row[i], sums[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(Pair<TSimd> sums, float* destination, int step)
    {
        if (accumulate || step > 0) sums.AddTo(destination, TSimd.Width);
        else sums.StoreTo(destination, TSimd.Width);
    }
}
