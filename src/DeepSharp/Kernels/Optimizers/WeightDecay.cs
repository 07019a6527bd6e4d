using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Decoupled weight decay inside an update (Loshchilov and Hutter 2019): w - w·decay, with decay = rate · weight decay.</summary>
internal static unsafe class WeightDecay
{
    /// <summary>The weight to take a step from. One that decays, or a regularizer, has brought below the normal numbers is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Load<TSimd>(float* w, float minusDecay) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd weight = TSimd.Load(w);
        return TSimd.Flush(TSimd.MultiplyAdd(weight, TSimd.Splat(minusDecay), weight));
    }

    /// <summary>w = weight + step·factor, the weight being what <see cref="Load"/> gives.</summary>
    // In one rounding: a product that is subnormal costs nothing where it is added to a weight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TSimd>(float* w, TSimd step, TSimd factor, float minusDecay) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Store(TSimd.MultiplyAdd(step, factor, Load<TSimd>(w, minusDecay)), w);
}
