using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Keras's relu with all its options: maximum from there on, x from the threshold on, slope·(x - threshold) below.</summary>
internal readonly struct GeneralReLUFunction(float negativeSlope, float maximum, float threshold) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd start = TSimd.Splat(threshold);
        TSimd below = TSimd.Splat(negativeSlope) * (x - start);
        TSimd above = TSimd.Min(x, TSimd.Splat(maximum));
        return TSimd.Select(TSimd.GreaterThanOrEqual(x, start), above, below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd isLinear = TSimd.GreaterThan(x, TSimd.Splat(threshold)) & TSimd.GreaterThan(TSimd.Splat(maximum), x);
        TSimd isBelow = TSimd.GreaterThanOrEqual(TSimd.Splat(threshold), x);
        return TSimd.Select(isLinear, TSimd.Splat(1f), isBelow & TSimd.Splat(negativeSlope));
    }
}
