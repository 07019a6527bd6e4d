using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x above 0, α·(e^(x/α) - 1) below. Barron 2017.</summary>
internal readonly struct CeluFunction(float alpha) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(alpha) * SimdMath.ExpMinusOne(x / TSimd.Splat(alpha)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(1f), y / TSimd.Splat(alpha) + TSimd.Splat(1f));
}
