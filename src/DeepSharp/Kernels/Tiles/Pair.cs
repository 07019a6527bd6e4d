using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The accumulators of one row of a register tile. Two fields, so that the JIT keeps them in their own registers.</summary>
internal unsafe struct Pair<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    private TSimd _first;
    private TSimd _second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TSimd a, TSimd b0, TSimd b1)
    {
        TSimd.AddProduct(ref _first, a, b0);
        TSimd.AddProduct(ref _second, a, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreTo(float* destination, int width)
    {
        TSimd.Store(_first, destination);
        TSimd.Store(_second, destination + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(float* destination, int width)
    {
        TSimd.Store(TSimd.Load(destination) + _first, destination);
        TSimd.Store(TSimd.Load(destination + width) + _second, destination + width);
    }
}
