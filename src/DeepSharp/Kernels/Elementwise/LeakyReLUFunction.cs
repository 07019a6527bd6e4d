using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x above 0, slope·x below. The derivative at 0 is the slope.</summary>
internal readonly struct LeakyReLUFunction(float negativeSlope) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, TSimd.Splat(negativeSlope) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Splat(1f), TSimd.Splat(negativeSlope));
}
