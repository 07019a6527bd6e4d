using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = eˣ − 1, precise near 0.</summary>
internal readonly struct Expm1Function : IUnaryFunction, IUnaryGradient
{
    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => y + TSimd.Splat(1f);
}
