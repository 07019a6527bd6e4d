using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Gradients after a <see cref="GradientRule"/>: min(max(g·scale, -limit), limit).</summary>
internal readonly unsafe struct AdjustedSource(float* gradients, GradientRule rule) : IValueSource
{
    private readonly float _scale = rule.Scale ?? 1f;
    private readonly float _limit = rule.Limit ?? float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Load<TSimd>(nint at) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd scaled = TSimd.Load(gradients + at) * TSimd.Splat(_scale);
        return TSimd.Min(TSimd.Max(scaled, TSimd.Splat(-_limit)), TSimd.Splat(_limit));
    }
}
