using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = log x, to base e.</summary>
internal readonly struct LogFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.OfArithmetic;

    public static bool MayVanish => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(1f) / x;
}
