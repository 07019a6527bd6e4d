using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x above 0, α·(eˣ - 1) below. Clevert et al. 2015, equation 15.</summary>
internal readonly struct EluFunction(float alpha) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(alpha) * SimdMath.ExpMinusOne(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(1f), y + TSimd.Splat(alpha));
}
