using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>Adds the sums of blocks in the order of the blocks.</summary>
internal static unsafe class PartialSums
{
    private const int Grain = 4096;

    /// <summary>target (+)= Σ block sums[block · length + i]</summary>
    public static void Add(float* sums, int blocks, nint length, float* target, bool accumulate) =>
        WorkerPool.For((int)((length + Grain - 1) / Grain), 4, new AddBody(sums, blocks, length, target, accumulate));

    // One index is a stretch of the target.
    private readonly struct AddBody(float* sums, int blocks, nint length, float* target, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                nint at = (nint)i * Grain;
                int count = (int)Math.Min(Grain, length - at);
                var to = new Span<float>(target + at, count);
                if (!accumulate) new ReadOnlySpan<float>(sums + at, count).CopyTo(to);
                for (int block = accumulate ? 0 : 1; block < blocks; block++)
                {
                    TensorPrimitives.Add(to, new ReadOnlySpan<float>(sums + block * length + at, count), to);
                }
            }
        }
    }
}
