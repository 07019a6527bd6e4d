using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A row times a number.</summary>
internal readonly unsafe struct ScaledRow(float* x, float factor) : IRowGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd At<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(x + index) * TSimd.Splat(factor);
}
