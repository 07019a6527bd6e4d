using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>-α·(1 - q)^γ·t·log q, with q the probability clipped as <see cref="Probability"/> says (Lin et al. 2017, equation 5).</summary>
internal readonly struct CategoricalFocalTerm(float alpha, float gamma) : IElementLoss
{
    /// <summary>What all classes are multiplied by.</summary>
    public float Alpha => alpha;

    /// <summary>How little easy answers count.</summary>
    public float Gamma => gamma;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd q = Probability.Clip(prediction);
        return TSimd.Splat(-alpha) * TSimd.Pow(TSimd.Splat(1f) - q, TSimd.Splat(gamma)) * target * SimdMath.Log(q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        // With m = 1 - q: d(m^γ·log q) = m^γ/q - γ·m^(γ-1)·log q.
        TSimd q = Probability.Clip(prediction), m = TSimd.Splat(1f) - q;
        TSimd slope = TSimd.Pow(m, TSimd.Splat(gamma)) / q
            - TSimd.Splat(gamma) * TSimd.Pow(m, TSimd.Splat(gamma - 1f)) * SimdMath.Log(q);
        return Probability.Inside(prediction, TSimd.Splat(-alpha) * target * slope);
    }
}
