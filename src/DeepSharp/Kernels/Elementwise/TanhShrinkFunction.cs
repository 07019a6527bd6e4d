using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x - tanh(x).</summary>
internal readonly struct TanhShrinkFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x - SimdMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd t = x - y;
        return t * t;
    }
}
