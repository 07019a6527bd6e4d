using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = max(a, b); where they are equal, the gradient goes to a.</summary>
internal readonly struct MaximumFunction : IBinaryFunction, IBinaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThanOrEqual(a, b) & TSimd.Splat(1f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(b, a) & TSimd.Splat(1f);
}
