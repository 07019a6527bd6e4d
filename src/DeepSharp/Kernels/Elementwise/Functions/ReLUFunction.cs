using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = max(x, 0); f'(0) = 0.</summary>
internal readonly struct ReLUFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Max(x, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(y, TSimd.Zero), TSimd.Splat(1f), TSimd.Zero);
}
