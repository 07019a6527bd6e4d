using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Decoupled weight decay inside an update (Loshchilov and Hutter 2019): w - w·decay, with decay = rate · weight decay.</summary>
internal static unsafe class WeightDecay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Load<TSimd>(float* w, float minusDecay) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd weight = TSimd.Load(w);
        return TSimd.MultiplyAdd(weight, TSimd.Splat(minusDecay), weight);
    }
}
