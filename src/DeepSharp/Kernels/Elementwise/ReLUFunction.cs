using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>max(0, x). The derivative at 0 is 0.</summary>
internal readonly struct ReLUFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Max(x, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.GreaterThan(x, TSimd.Zero) & TSimd.Splat(1f);
}
