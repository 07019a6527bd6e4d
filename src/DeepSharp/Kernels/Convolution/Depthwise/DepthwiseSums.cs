using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The sums of four pixels side by side, or of four registers of channels. Four fields are the most that the JIT keeps in registers.
/// </summary>
internal unsafe struct DepthwiseSums<TSimd>(TSimd sum0, TSimd sum1, TSimd sum2, TSimd sum3) where TSimd : unmanaged, ISimd<TSimd>
{
    private TSimd _sum0 = sum0;
    private TSimd _sum1 = sum1;
    private TSimd _sum2 = sum2;
    private TSimd _sum3 = sum3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DepthwiseSums(TSimd start)
        : this(start, start, start, start)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreTo(float* target, nint step, FusedActivation activation, bool accumulate)
    {
        (TSimd sum0, TSimd sum1, TSimd sum2, TSimd sum3) = (_sum0, _sum1, _sum2, _sum3);
        if (accumulate || activation != FusedActivation.None)
        {
            sum0 = Finish(sum0, target, activation, accumulate);
            sum1 = Finish(sum1, target + step, activation, accumulate);
            sum2 = Finish(sum2, target + 2 * step, activation, accumulate);
            sum3 = Finish(sum3, target + 3 * step, activation, accumulate);
        }

        TSimd.Store(sum0, target);
        TSimd.Store(sum1, target + step);
        target += 2 * step;
        TSimd.Store(sum2, target);
        TSimd.Store(sum3, target + step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float* source, nint step, TSimd k)
    {
        _sum0 = TSimd.MultiplyAdd(TSimd.Load(source), k, _sum0);
        _sum1 = TSimd.MultiplyAdd(TSimd.Load(source + step), k, _sum1);
        source += 2 * step;
        _sum2 = TSimd.MultiplyAdd(TSimd.Load(source), k, _sum2);
        _sum3 = TSimd.MultiplyAdd(TSimd.Load(source + step), k, _sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float* source, float* kernel)
    {
        int width = TSimd.Width;
        _sum0 = TSimd.MultiplyAdd(TSimd.Load(source), TSimd.Load(kernel), _sum0);
        _sum1 = TSimd.MultiplyAdd(TSimd.Load(source + width), TSimd.Load(kernel + width), _sum1);
        _sum2 = TSimd.MultiplyAdd(TSimd.Load(source + 2 * width), TSimd.Load(kernel + 2 * width), _sum2);
        _sum3 = TSimd.MultiplyAdd(TSimd.Load(source + 3 * width), TSimd.Load(kernel + 3 * width), _sum3);
    }

    // Three taps and four pixels side by side read six source pixels, where single taps would read twelve. The first two are given, the
    // last two are handed on to the next four pixels, which begin with them; source is that of the third.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddTriple(ref TSimd x0, ref TSimd x1, float* source, nint step, TSimd k0, TSimd k1, TSimd k2)
    {
        _sum0 = TSimd.MultiplyAdd(x0, k0, _sum0);
        _sum0 = TSimd.MultiplyAdd(x1, k1, _sum0);
        _sum1 = TSimd.MultiplyAdd(x1, k0, _sum1);
        TSimd x = TSimd.Load(source);
        _sum0 = TSimd.MultiplyAdd(x, k2, _sum0);
        _sum1 = TSimd.MultiplyAdd(x, k1, _sum1);
        _sum2 = TSimd.MultiplyAdd(x, k0, _sum2);
        x = TSimd.Load(source + step);
        _sum1 = TSimd.MultiplyAdd(x, k2, _sum1);
        _sum2 = TSimd.MultiplyAdd(x, k1, _sum2);
        _sum3 = TSimd.MultiplyAdd(x, k0, _sum3);
        source += 2 * step;
        x0 = TSimd.Load(source);
        _sum2 = TSimd.MultiplyAdd(x0, k2, _sum2);
        _sum3 = TSimd.MultiplyAdd(x0, k1, _sum3);
        x1 = TSimd.Load(source + step);
        _sum3 = TSimd.MultiplyAdd(x1, k2, _sum3);
    }

    // The same with the outer two of the six source pixels elsewhere.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAddRow(float* before, float* source, nint step, float* after, TSimd k0, TSimd k1, TSimd k2)
    {
        _sum0 = TSimd.MultiplyAdd(TSimd.Load(before), k0, _sum0);
        TSimd x = TSimd.Load(source);
        _sum0 = TSimd.MultiplyAdd(x, k1, _sum0);
        _sum1 = TSimd.MultiplyAdd(x, k0, _sum1);
        x = TSimd.Load(source + step);
        _sum0 = TSimd.MultiplyAdd(x, k2, _sum0);
        _sum1 = TSimd.MultiplyAdd(x, k1, _sum1);
        _sum2 = TSimd.MultiplyAdd(x, k0, _sum2);
        source += 2 * step;
        x = TSimd.Load(source);
        _sum1 = TSimd.MultiplyAdd(x, k2, _sum1);
        _sum2 = TSimd.MultiplyAdd(x, k1, _sum2);
        _sum3 = TSimd.MultiplyAdd(x, k0, _sum3);
        x = TSimd.Load(source + step);
        _sum2 = TSimd.MultiplyAdd(x, k2, _sum2);
        _sum3 = TSimd.MultiplyAdd(x, k1, _sum3);
        _sum3 = TSimd.MultiplyAdd(TSimd.Load(after), k2, _sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Finish(TSimd sum, float* target, FusedActivation activation, bool accumulate)
    {
        sum = FusedActivations.Apply(activation, sum);
        return accumulate ? sum + TSimd.Load(target) : sum;
    }
}
