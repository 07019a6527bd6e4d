using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = (x + √(x² + b))/2.</summary>
internal readonly struct SquareplusFunction(float b) : IUnaryFunction, IUnaryGradient
{
    /// <summary>The parameter of the curve.</summary>
    public float B => b;

    // For negative x the sum cancels: (x + r)/2 = b/(2(r − x)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd root = Root(x);
        TSimd half = TSimd.Splat(0.5f);
        return TSimd.Select(TSimd.GreaterThanOrEqual(x, TSimd.Zero), half * (root + x), half * TSimd.Splat(b) / (root - x));
    }

    // (1 + x/r)/2 = (r + x)/(2r)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        y / Root(x);

    // √(x² + b); for large x it is |x| in float, and the square would overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TSimd Root<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd root = TSimd.Sqrt(TSimd.MultiplyAdd(x, x, TSimd.Splat(b)));
        return TSimd.Select(TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(1e18f)), TSimd.Abs(x), root);
    }
}
