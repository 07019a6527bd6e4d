using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>max(1 - t·p, 0) for targets -1 and 1.</summary>
internal readonly struct HingeError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(TSimd.Splat(1f) - target * prediction, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(1f), target * prediction) & -target;
}
