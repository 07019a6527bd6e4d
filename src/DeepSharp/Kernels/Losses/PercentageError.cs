using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>100·|p - t| / max(|t|, 1e-7); its derivative has the sign of the error, 0 where they are equal.</summary>
internal readonly struct PercentageError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Abs(prediction - target) * Scale(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        default(AbsoluteError).Derivative(target, prediction) * Scale(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Scale<TSimd>(TSimd target) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(100f) / TSimd.Max(TSimd.Abs(target), TSimd.Splat(Probability.Smallest));
}
