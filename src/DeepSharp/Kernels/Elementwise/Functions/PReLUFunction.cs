using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x, α) = x above 0, α·x below. At 0 neither has a gradient.</summary>
internal readonly struct PReLUFunction : IBinaryFunction, IBinaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(a, TSimd.Zero), a, a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(a, TSimd.Zero), TSimd.Splat(1f), TSimd.Select(TSimd.Equal(a, TSimd.Zero), TSimd.Zero, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(a, TSimd.Zero), TSimd.Zero, a);
}
