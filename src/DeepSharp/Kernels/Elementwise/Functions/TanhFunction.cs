using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = tanh x.</summary>
internal readonly struct TanhFunction : IUnaryFunction, IUnaryGradient
{
    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.MultiplyAdd(-y, y, TSimd.Splat(1f));
}
