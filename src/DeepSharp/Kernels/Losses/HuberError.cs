using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>e²/2 for |e| up to delta, delta·|e| - delta²/2 beyond, with e = p - t. Huber 1964.</summary>
internal readonly struct HuberError(float delta) : IElementLoss
{
    /// <summary>Where squares end.</summary>
    public float Delta => delta;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        // With c = min(|e|, delta) both branches are c·(|e| - c/2).
        TSimd error = TSimd.Abs(prediction - target);
        TSimd capped = TSimd.Min(error, TSimd.Splat(delta));
        return capped * (error - capped * TSimd.Splat(0.5f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(TSimd.Min(prediction - target, TSimd.Splat(delta)), TSimd.Splat(-delta));
}
