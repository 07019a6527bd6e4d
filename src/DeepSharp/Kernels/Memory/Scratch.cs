using System.Runtime.InteropServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Scratch memory of the calling thread, aligned to 64 bytes and kept for the next call: packed panels, padded images, partial sums.
/// </summary>
/// <remarks>
/// Each <see cref="ScratchSlot"/> is a block of its own, which grows and never moves while it is big enough. Contents are undefined on
/// return. The memory belongs to the garbage collector (a pinned array), so there is nothing to free.
/// </remarks>
internal static unsafe class Scratch
{
    private const int AlignmentInFloats = 16;

    [ThreadStatic]
    private static float[]?[]? t_blocks;

    /// <summary>
    /// At least <paramref name="length"/> floats, aligned to 64 bytes, valid until the same thread asks for the same slot again.
    /// </summary>
    public static float* Get(ScratchSlot slot, long length)
    {
        float[]?[] blocks = t_blocks ??= new float[]?[(int)ScratchSlot.Count];
        float[]? block = blocks[(int)slot];
        long needed = length + AlignmentInFloats;
        if (block is null || block.Length < needed)
        {
            block = GC.AllocateUninitializedArray<float>(checked((int)(needed + needed / 4)), pinned: true);
            blocks[(int)slot] = block;
        }

        float* start = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(block, 0);
        nuint misaligned = (nuint)start % (AlignmentInFloats * sizeof(float));
        return misaligned == 0 ? start : start + (AlignmentInFloats - (int)(misaligned / sizeof(float)));
    }
}
