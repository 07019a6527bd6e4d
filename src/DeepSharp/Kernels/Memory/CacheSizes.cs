using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>The caches of a core, as the processor reports them. Blocks are cut by them; no result depends on them.</summary>
internal static class CacheSizes
{
    private const int UsualSecondLevel = 512 * 1024;
    private const int SmallestSecondLevel = 128 * 1024;
    private const int LargestSecondLevel = 4 * 1024 * 1024;

    /// <summary>Bytes of the second level, for one thread of those that share it; half a megabyte where nobody tells.</summary>
    public static readonly int SecondLevel = Math.Clamp(Read(level: 2), SmallestSecondLevel, LargestSecondLevel);

    // "Deterministic cache parameters": leaf 4 of Intel's processors, 0x8000001D of AMD's, with the same fields.
    private static int Read(int level)
    {
        if (!X86Base.IsSupported) return UsualSecondLevel;
        foreach ((uint lastLeafOf, uint leaf) in ((uint, uint)[])[(0u, 4u), (0x80000000u, 0x8000001Du)])
        {
            if ((uint)X86Base.CpuId((int)lastLeafOf, 0).Eax < leaf) continue;
            for (int i = 0; i < 8; i++)
            {
                (int eax, int ebx, int ecx, _) = X86Base.CpuId((int)leaf, i);
                int kind = eax & 31;
                if (kind == 0) break;
                if (kind == 2 || ((eax >> 5) & 7) != level) continue; // instructions
                uint fields = (uint)ebx;
                long size = ((fields >> 22) + 1L) * (((fields >> 12) & 1023) + 1) * ((fields & 4095) + 1) * ((uint)ecx + 1L);
                return (int)Math.Min(size, int.MaxValue);
            }
        }

        return UsualSecondLevel;
    }
}
