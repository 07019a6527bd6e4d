using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The accumulator of one row of a register tile of one register.</summary>
internal unsafe struct Single<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    private TSimd _sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TSimd a, TSimd b) => _sum = TSimd.MultiplyAdd(a, b, _sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreTo(float* destination) => TSimd.Store(_sum, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(float* destination) => TSimd.Store(TSimd.Load(destination) + _sum, destination);
}
