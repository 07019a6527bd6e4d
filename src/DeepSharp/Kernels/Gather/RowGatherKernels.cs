using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>Copies rows of a table by their numbers, and adds gradients to them. The numbers were checked by whoever calls.</summary>
internal static unsafe class RowGatherKernels
{
    // Columns that one thread adds up for all ids: four cache lines, so that two threads do not share one.
    private const int Strip = 64;

    /// <summary>y[i] = table[ids[i]], rows of <paramref name="columns"/> values.</summary>
    public static void Gather(ReadOnlySpan<float> ids, ReadOnlySpan<float> table, int rows, int columns, Span<float> y)
    {
        KernelGuard.Exactly(table, (long)rows * columns);
        KernelGuard.Exactly(y, (long)ids.Length * columns);
        fixed (float* pi = ids, pt = table, py = y)
        {
            WorkerPool.For(ids.Length, RowGrain.For(ids.Length, 2L * columns), new GatherBody(pi, pt, columns, py));
        }
    }

    /// <summary>table[ids[i]] += g[i], in the order of i: the same bits for any number of threads.</summary>
    public static void ScatterAdd(ReadOnlySpan<float> ids, ReadOnlySpan<float> g, int columns, Span<float> table)
    {
        KernelGuard.Exactly(g, (long)ids.Length * columns);
        fixed (float* pi = ids, pg = g, pt = table)
        {
            bool isSmall = RowGrain.For(ids.Length, 3L * columns) >= ids.Length;
            int strips = Math.Max(1, columns / Strip);
            WorkerPool.For(strips, isSmall ? strips : 1, new ScatterBody(pi, ids.Length, pg, columns, strips, pt));
        }
    }

    private readonly struct GatherBody(float* ids, float* table, int columns, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var row = new ReadOnlySpan<float>(table + (nint)(int)ids[i] * columns, columns);
                row.CopyTo(new Span<float>(y + (nint)i * columns, columns));
            }
        }
    }

    // One index is a strip of columns, the last one up to twice as wide.
    private readonly struct ScatterBody(float* ids, int count, float* g, int columns, int strips, float* table) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int first = start * Strip, last = end == strips ? columns : end * Strip;
            for (int i = 0; i < count; i++)
            {
                var row = new Span<float>(table + (nint)(int)ids[i] * columns + first, last - first);
                TensorPrimitives.Add(row, new ReadOnlySpan<float>(g + (nint)i * columns + first, last - first), row);
            }
        }
    }
}
