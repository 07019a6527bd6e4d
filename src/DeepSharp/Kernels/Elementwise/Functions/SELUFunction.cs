using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = λ·x for x &gt; 0, λ·α·(eˣ − 1) elsewhere, with the constants of Klambauer et al. 2017; f'(0) = λ·α.</summary>
internal readonly struct SELUFunction : IUnaryFunction, IUnaryGradient
{
    private const float Lambda = 1.05070098f;
    private const float LambdaAlpha = (float)(1.0507009873554804934 * 1.6732632423543772848);

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(Lambda) * x, TSimd.Splat(LambdaAlpha) * SimdMath.Expm1(x));

    // λ·α·eˣ = f(x) + λ·α
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(y, TSimd.Zero), TSimd.Splat(Lambda), y + TSimd.Splat(LambdaAlpha));
}
