using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = |x|; f'(0) = 0.</summary>
internal readonly struct AbsFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sign = TSimd.Splat(1f) | x & TSimd.Splat(-0f);
        return TSimd.Select(TSimd.Equal(x, TSimd.Zero), TSimd.Zero, sign);
    }
}
