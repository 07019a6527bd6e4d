using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = eˣ.</summary>
internal readonly struct ExponentialFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.OfArithmetic;

    public static bool MayVanish => false;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => y;
}
