using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = min(max(x, −1), 1); f' is 0 at both kinks.</summary>
internal readonly struct HardTanhFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(x, TSimd.Splat(-1f)), TSimd.Splat(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(1f), TSimd.Abs(y)) & TSimd.Splat(1f);
}
