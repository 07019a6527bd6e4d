using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x for x &gt; 0, alpha·(e^(x/alpha) − 1) elsewhere, for alpha &gt; 0 (Barron 2017).</summary>
internal readonly struct CELUFunction(float alpha) : IUnaryFunction, IUnaryGradient
{
    /// <summary>The parameter of the curve.</summary>
    public float Alpha => alpha;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(alpha) * SimdMath.Expm1(x / TSimd.Splat(alpha)));

    // e^(x/alpha) = f(x)/alpha + 1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(y, TSimd.Zero), TSimd.Splat(1f), y / TSimd.Splat(alpha) + TSimd.Splat(1f));
}
