using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x².</summary>
internal readonly struct SquareFunction : IUnaryFunction, IUnaryGradient
{
    public static Slopes Slopes => Slopes.OfArithmetic;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => x + x;
}
