using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>log x, the natural logarithm.</summary>
internal readonly struct LogarithmFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(1f) / x;
}
