using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = 1/(1 + e⁻ˣ).</summary>
internal readonly struct SigmoidFunction : IUnaryFunction, IUnaryGradient
{
    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => y * (TSimd.Splat(1f) - y);
}
