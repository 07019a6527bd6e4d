using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>(x + √(x² + b)) / 2. Barron 2021.</summary>
internal readonly struct SquareplusFunction(float b) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(0.5f) * (x + TSimd.Sqrt(TSimd.MultiplyAdd(x, x, TSimd.Splat(b))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        // (1 + x/√(x² + b)) / 2
        TSimd half = TSimd.Splat(0.5f);
        return half + half * x / TSimd.Sqrt(TSimd.MultiplyAdd(x, x, TSimd.Splat(b)));
    }
}
