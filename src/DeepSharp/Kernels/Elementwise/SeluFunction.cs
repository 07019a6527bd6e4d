using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>λ·x above 0, λ·α·(eˣ - 1) below. Klambauer et al. 2017, equation 2.</summary>
internal readonly struct SeluFunction : IUnaryGradient
{
    private const float Scale = 1.05070098735548f;
    private const float Alpha = 1.67326324235438f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(Scale) * TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(Alpha) * SimdMath.ExpMinusOne(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(Scale), y + TSimd.Splat(Scale * Alpha));
}
