using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = min(max((x + 1)/2, 0), 1); f' is 0 at both kinks.</summary>
internal readonly struct SparseSigmoidFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(TSimd.Splat(0.5f) * (x + TSimd.Splat(1f)), TSimd.Zero), TSimd.Splat(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(1f), TSimd.Abs(x)) & TSimd.Splat(0.5f);
}
