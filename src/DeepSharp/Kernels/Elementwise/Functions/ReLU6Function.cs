using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = min(max(x, 0), 6); f' is 0 at both kinks, as in TensorFlow.</summary>
internal readonly struct ReLU6Function : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Min(TSimd.Max(x, TSimd.Zero), TSimd.Splat(6f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(y, TSimd.Zero) & TSimd.GreaterThan(TSimd.Splat(6f), y) & TSimd.Splat(1f);
}
