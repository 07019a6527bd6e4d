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
        _first = TSimd.MultiplyAdd(a, b0, _first);
        _second = TSimd.MultiplyAdd(a, b1, _second);
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
