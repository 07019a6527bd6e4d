using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Scratch memory of the calling thread, aligned to 64 bytes and kept for the next call: packed panels, padded images, partial sums.
/// </summary>
/// <remarks>
/// Each <see cref="ScratchSlot"/> is its own block, which grows and never moves while it is big enough. Contents are undefined on
/// return. The memory belongs to the garbage collector (a pinned array), so there is nothing to free. Its elements are cache lines: an
/// array of them is longer than any copy of a tensor, with whatever it is padded to.
/// </remarks>
internal static unsafe class Scratch
{
    private const int LineFloats = 16;

    [ThreadStatic]
    private static Line[]?[]? t_blocks;

    /// <summary>
    /// At least <paramref name="length"/> floats, aligned to 64 bytes, valid until the same thread asks for the same slot again.
    /// </summary>
    public static float* Get(ScratchSlot slot, long length)
    {
        Line[]?[] blocks = t_blocks ??= new Line[]?[(int)ScratchSlot.Count];
        Line[]? block = blocks[(int)slot];
        if (block is null || block.LongLength * LineFloats < length + LineFloats)
        {
            // One line more than needed, to begin at an address that a line begins at.
            long lines = (length + LineFloats - 1) / LineFloats + 1;
            block = GC.AllocateUninitializedArray<Line>((int)Math.Min(lines + lines / 4, Array.MaxLength), pinned: true);
            blocks[(int)slot] = block;
        }

        float* start = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(block, 0);
        nuint misaligned = (nuint)start % (LineFloats * sizeof(float));
        return misaligned == 0 ? start : start + (LineFloats - (int)(misaligned / sizeof(float)));
    }

    [InlineArray(LineFloats)]
    private struct Line
    {
        private float _first;
    }
}
