using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Hochreiter and Schmidhuber's unit with a forget gate, gates in Keras's order i, f, g, o:
/// c = σ(f)·c' + σ(i)·tanh(g), h = σ(o)·tanh(c).
/// </summary>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

    public static bool SplitsLastGate => false;

    public static int SavedValues => 5;

    public static bool HasCell => true;

    public static bool PassesStateOn => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Forward<TSimd>(
        float* sums, nint gateStride, nint stride, TSimd previousState, float* previousCell, float* cell, float* saved)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd i = SimdMath.Sigmoid(TSimd.Load(sums));
        TSimd f = SimdMath.Sigmoid(TSimd.Load(sums + gateStride));
        TSimd g = GateMath.Tanh(TSimd.Load(sums + 2 * gateStride));
        TSimd o = SimdMath.Sigmoid(TSimd.Load(sums + 3 * gateStride));
        TSimd c = Vanishing.Drop(TSimd.MultiplyAdd(f, TSimd.Load(previousCell), i * g));
        TSimd t = GateMath.Tanh(c);
        TSimd.Store(c, cell);
        if (saved != null)
        {
            TSimd.Store(i, saved);
            TSimd.Store(f, saved + stride);
            TSimd.Store(g, saved + 2 * stride);
            TSimd.Store(o, saved + 3 * stride);
            TSimd.Store(t, saved + 4 * stride);
        }

        return Vanishing.Drop(o * t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Backward<TSimd>(
        TSimd gradient, float* saved, nint stride, TSimd previousState, float* previousCell, float* cellGradient,
        float* sumGradients, nint gateStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd i = TSimd.Load(saved), f = TSimd.Load(saved + stride), g = TSimd.Load(saved + 2 * stride);
        TSimd o = TSimd.Load(saved + 3 * stride), t = TSimd.Load(saved + 4 * stride);

        // dc += dh·o·(1 - t²). Squares in one rounding with what they are taken from: by themselves they might be subnormal.
        gradient = Vanishing.Drop(gradient);
        TSimd dc = TSimd.MultiplyAdd(gradient * o, TSimd.MultiplyAdd(-t, t, one), TSimd.Load(cellGradient));
        dc = Vanishing.Drop(dc);
        TSimd.Store(dc * f, cellGradient);
        TSimd.Store(dc * g * (i * (one - i)), sumGradients);
        TSimd.Store(dc * TSimd.Load(previousCell) * (f * (one - f)), sumGradients + gateStride);
        TSimd.Store(dc * i * TSimd.MultiplyAdd(-g, g, one), sumGradients + 2 * gateStride);
        TSimd.Store(gradient * t * (o * (one - o)), sumGradients + 3 * gateStride);
        return TSimd.Zero;
    }
}
