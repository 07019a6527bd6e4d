using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>One row of dense targets, smoothed: t·(1-s) + s/classes.</summary>
internal readonly unsafe struct TargetRow(float* targets, float smoothing, int classes)
{
    private readonly float* _targets = targets;
    private readonly float _scale = 1f - smoothing;
    private readonly float _shift = smoothing / classes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(TSimd.Load(_targets + index), TSimd.Splat(_scale), TSimd.Splat(_shift));
}
