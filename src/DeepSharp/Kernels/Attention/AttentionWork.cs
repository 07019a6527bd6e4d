namespace DeepSharp.Kernels;

/// <summary>
/// How an attention is split over threads: an index is a head of the keys with all queries' heads that share it, or a part of one where
/// there are few heads. The bits are the same: blocks do not depend on it.
/// </summary>
internal readonly struct AttentionWork
{
    // Each part copies the keys and values of its head again, which so many blocks make up for.
    private const int LeastBlocksOfPart = 4;

    private readonly int _blocks;
    private readonly int _parts;

    /// <summary>Splits heads whose loops go over so many blocks.</summary>
    public AttentionWork(in AttentionShape shape, int blocks)
    {
        long heads = (long)shape.Batch * shape.KeyHeads;
        int wanted = heads >= 2L * WorkerPool.Threads ? 1 : (int)((2L * WorkerPool.Threads + heads - 1) / Math.Max(1, heads));
        (_blocks, _parts) = (blocks, Math.Clamp(wanted, 1, Math.Max(1, blocks / LeastBlocksOfPart)));
        Count = (int)(heads * _parts);
    }

    /// <summary>Number of indices.</summary>
    public int Count { get; }

    /// <summary>Whether an index has a whole head.</summary>
    public bool HasWholeHeads => _parts == 1;

    /// <summary>The head of an index, counted over the whole batch, and its blocks, from the first to before the last.</summary>
    public (int Head, int First, int End) this[int index]
    {
        get
        {
            (int head, int part) = Math.DivRem(index, _parts);
            return (head, AttentionBlocks.Start(part, _parts, _blocks), AttentionBlocks.Start(part + 1, _parts, _blocks));
        }
    }

    /// <summary>Indices that a thread takes at a time: all where the work is not worth waking another one.</summary>
    public int Grain(in AttentionShape shape)
    {
        double products = (double)shape.QueryRows * shape.Keys * (shape.Width + shape.ValueWidth);
        return products < MatMulBlocking.ParallelProducts ? Math.Max(1, Count) : 1;
    }
}
