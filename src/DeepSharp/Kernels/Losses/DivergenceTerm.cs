using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>t·log(t / p), with both clipped to [1e-7, 1]. A clipped prediction gets no gradient.</summary>
internal readonly struct DivergenceTerm : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd t = Clip(target);
        return t * (SimdMath.Log(t) - SimdMath.Log(Clip(prediction)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd p = Clip(prediction);
        return TSimd.Select(TSimd.Equal(p, prediction), -Clip(target) / p, TSimd.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Clip<TSimd>(TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(value, TSimd.Splat(Probability.Smallest)), TSimd.Splat(1f));
}
