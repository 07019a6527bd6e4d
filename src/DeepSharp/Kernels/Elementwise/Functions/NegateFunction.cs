using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = −x.</summary>
internal readonly struct NegateFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(-1f);
}
