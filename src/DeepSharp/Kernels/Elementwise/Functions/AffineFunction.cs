using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = scale·x + offset.</summary>
internal readonly struct AffineFunction(float scale, float offset) : IUnaryFunction, IUnaryGradient
{
    /// <summary>What is multiplied by.</summary>
    public float Scale => scale;

    /// <summary>What is added.</summary>
    public float Offset => offset;

    public static Slopes Slopes => Slopes.OfArithmetic;

    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(x, TSimd.Splat(scale), TSimd.Splat(offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(scale);
}
