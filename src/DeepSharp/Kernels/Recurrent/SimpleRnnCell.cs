using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A unit whose state is what comes of its one sum: h = tanh(sum).</summary>
internal readonly unsafe struct SimpleRnnCell : IRecurrentCell
{
    public static int Gates => 1;

    public static bool SplitsLastGate => false;

    public static int SavedValues => 1;

    public static bool HasCell => false;

    public static bool PassesStateOn => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Forward<TSimd>(
        float* sums, nint gateStride, nint stride, TSimd previousState, float* previousCell, float* cell, float* saved)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd h = GateMath.Tanh(TSimd.Load(sums));
        if (saved != null) TSimd.Store(h, saved);
        return Vanishing.Drop(h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Backward<TSimd>(
        TSimd gradient, float* saved, nint stride, TSimd previousState, float* previousCell, float* cellGradient,
        float* sumGradients, nint gateStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd h = TSimd.Load(saved);
        TSimd.Store(Vanishing.Drop(gradient) * TSimd.MultiplyAdd(-h, h, TSimd.Splat(1f)), sumGradients);
        return TSimd.Zero;
    }
}
