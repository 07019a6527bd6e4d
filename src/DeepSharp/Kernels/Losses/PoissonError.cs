using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>p - t·log(p + 1e-7)</summary>
internal readonly struct PoissonError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        prediction - target * SimdMath.Log(prediction + TSimd.Splat(Probability.Smallest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(1f) - target / (prediction + TSimd.Splat(Probability.Smallest));
}
