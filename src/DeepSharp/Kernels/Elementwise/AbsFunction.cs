using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>|x|. The derivative at 0 is 0.</summary>
internal readonly struct AbsFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(1f), TSimd.GreaterThan(TSimd.Zero, x) & TSimd.Splat(-1f));
}
