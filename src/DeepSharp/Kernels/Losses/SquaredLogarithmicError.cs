using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>(log(1 + max(p, 1e-7)) - log(1 + max(t, 1e-7)))²</summary>
internal readonly struct SquaredLogarithmicError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd error = Error(target, prediction);
        return error * error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd error = Error(target, prediction);
        TSimd slope = (error + error) / (AtLeastSmallest(prediction) + TSimd.Splat(1f));
        return TSimd.Select(TSimd.GreaterThanOrEqual(prediction, TSimd.Splat(Probability.Smallest)), slope, TSimd.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Error<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        return SimdMath.Log(AtLeastSmallest(prediction) + one) - SimdMath.Log(AtLeastSmallest(target) + one);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd AtLeastSmallest<TSimd>(TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(value, TSimd.Splat(Probability.Smallest));
}
