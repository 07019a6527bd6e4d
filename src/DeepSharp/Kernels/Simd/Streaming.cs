using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>
/// When and how results go to memory past the caches. An ordinary store first reads the cache line that it is about to overwrite; a result
/// far larger than the caches saves that: op.add.16M took 4.6 ms and takes 3.4 so. A smaller one is better off in the cache, where its
/// reader finds it.
/// </summary>
internal static unsafe class Streaming
{
    // 32 MB: with what it is computed from, more than the last-level cache of nearly all machines.
    private const int LeastLength = 8 * 1024 * 1024;

    /// <summary>Whether <paramref name="result"/>, which is computed in one sweep from others of its length, is to be streamed.</summary>
    public static bool Pays(Span<float> result, ReadOnlySpan<float> operand) => result.Length >= LeastLength && !result.Overlaps(operand);

    /// <summary>How many floats from <paramref name="address"/> on come before one aligned to a register; at most the length.</summary>
    public static int Unaligned<TSimd>(float* address, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        int beyond = (int)((nuint)address / sizeof(float) % (nuint)TSimd.Width);
        return beyond == 0 ? 0 : Math.Min(length, TSimd.Width - beyond);
    }

    /// <summary>Streamed stores before it are seen before any store after it: to be called by the thread that streamed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fence()
    {
        if (Sse.IsSupported) Sse.StoreFence();
        else Interlocked.MemoryBarrier();
    }
}
