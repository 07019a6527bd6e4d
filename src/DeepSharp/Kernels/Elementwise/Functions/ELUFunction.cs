using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x for x &gt; 0, alpha·(eˣ − 1) elsewhere (Clevert et al. 2015); f'(0) = alpha.</summary>
internal readonly struct ELUFunction(float alpha) : IUnaryFunction, IUnaryGradient
{
    /// <summary>The parameter of the curve.</summary>
    public float Alpha => alpha;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(alpha) * SimdMath.Expm1(x));

    // alpha·eˣ = f(x) + alpha
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(1f), y + TSimd.Splat(alpha));
}
