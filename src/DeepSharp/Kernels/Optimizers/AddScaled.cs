using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>w += scale·update, for rules that need all of an update before they take it.</summary>
internal readonly unsafe struct AddScaled(float* w, float scale) : IWeightUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd>(nint i, TSimd update) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Store(TSimd.MultiplyAdd(update, TSimd.Splat(scale), TSimd.Load(w + i)), w + i);
}
