using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = min(max(x, minimum), maximum); the derivative is 1 within the bounds, both included.</summary>
internal readonly struct ClipFunction(float minimum, float maximum) : IUnaryFunction, IUnaryGradient
{
    /// <summary>The smallest result.</summary>
    public float Minimum => minimum;

    /// <summary>The largest result.</summary>
    public float Maximum => maximum;

    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(x, TSimd.Splat(minimum)), TSimd.Splat(maximum));

    // Unlike an activation: a value at a bound may still move inside, and clipping what fits changes no gradient.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThanOrEqual(x, TSimd.Splat(minimum)) & TSimd.GreaterThanOrEqual(TSimd.Splat(maximum), x) & TSimd.Splat(1f);
}
