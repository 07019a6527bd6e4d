using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x held between -1 and 1. The derivative at the ends is 0.</summary>
internal readonly struct HardTanhFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(TSimd.Splat(-1f), TSimd.Min(TSimd.Splat(1f), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(1f), TSimd.Abs(x)) & TSimd.Splat(1f);
}
