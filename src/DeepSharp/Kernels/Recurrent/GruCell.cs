using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Cho's unit with the reset gate behind the product, gates in Keras's order z, r, h: g = tanh(x·W + b + σ(r)·(h'·U + b')),
/// h = σ(z)·h' + (1 - σ(z))·g.
/// </summary>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static bool SplitsLastGate => true;

    public static int SavedValues => 4;

    public static bool HasCell => false;

    public static bool PassesStateOn => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Forward<TSimd>(
        float* sums, nint gateStride, nint stride, TSimd previousState, float* previousCell, float* cell, float* saved)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd z = SimdMath.Sigmoid(TSimd.Load(sums));
        TSimd r = SimdMath.Sigmoid(TSimd.Load(sums + gateStride));
        TSimd ofState = TSimd.Load(sums + 2 * gateStride);
        TSimd g = GateMath.Tanh(TSimd.MultiplyAdd(r, ofState, TSimd.Load(sums + 3 * gateStride)));
        if (saved != null)
        {
            TSimd.Store(z, saved);
            TSimd.Store(r, saved + stride);
            TSimd.Store(g, saved + 2 * stride);
            TSimd.Store(ofState, saved + 3 * stride);
        }

        return Vanishing.Drop(TSimd.MultiplyAdd(z, previousState - g, g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Backward<TSimd>(
        TSimd gradient, float* saved, nint stride, TSimd previousState, float* previousCell, float* cellGradient,
        float* sumGradients, nint gateStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd z = TSimd.Load(saved), r = TSimd.Load(saved + stride), g = TSimd.Load(saved + 2 * stride);
        TSimd ofState = TSimd.Load(saved + 3 * stride);
        gradient = Vanishing.Drop(gradient);
        TSimd dg = Vanishing.Drop(gradient * (one - z) * TSimd.MultiplyAdd(-g, g, one));
        TSimd.Store(gradient * (previousState - g) * (z * (one - z)), sumGradients);
        TSimd.Store(dg * ofState * (r * (one - r)), sumGradients + gateStride);
        TSimd.Store(dg * r, sumGradients + 2 * gateStride);
        TSimd.Store(dg, sumGradients + 3 * gateStride);
        return Vanishing.Drop(gradient * z);
    }
}
