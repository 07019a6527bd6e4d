using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = relu6(x + 3)/6; f' is 0 at both kinks.</summary>
internal readonly struct HardSigmoidFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(x + TSimd.Splat(3f), TSimd.Zero), TSimd.Splat(6f)) * TSimd.Splat(1f / 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(3f), TSimd.Abs(x)) & TSimd.Splat(1f / 6);
}
