using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// -t·log q - (1-t)·log(1-q) with q the probability clipped as <see cref="Probability"/> says and t = target·(1-s) + s/2.
/// </summary>
internal readonly struct BinaryCrossEntropy(float smoothing = 0f) : IElementLoss
{
    /// <summary>How far targets are moved towards equal shares.</summary>
    public float Smoothing => smoothing;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd t = Smooth(target, smoothing);
        TSimd q = Probability.Clip(prediction);
        return -(t * SimdMath.Log(q) + (one - t) * SimdMath.Log(one - q));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd q = Probability.Clip(prediction);
        return Probability.Inside(prediction, (q - Smooth(target, smoothing)) / (q * (TSimd.Splat(1f) - q)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSimd Smooth<TSimd>(TSimd target, float smoothing) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(target, TSimd.Splat(1f - smoothing), TSimd.Splat(0.5f * smoothing));
}
