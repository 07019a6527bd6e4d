namespace DeepSharp.Kernels;

/// <summary>
/// The sizes of a scaled dot-product attention: queries (batch, queries, heads, width), keys (batch, keys, keyHeads, width), values
/// (batch, keys, keyHeads, valueWidth) and the output (batch, queries, heads, valueWidth). Neighbouring heads share a head of the keys.
/// </summary>
internal readonly record struct AttentionShape(
    int Batch, int Queries, int Keys, int Heads, int KeyHeads, int Width, int ValueWidth, AttentionOptions Options)
{
    /// <summary>Heads of the queries that share one head of the keys.</summary>
    public int Group => Heads / KeyHeads;

    /// <summary>Rows of the queries, over all heads.</summary>
    public long QueryRows => (long)Batch * Queries * Heads;

    /// <summary>Rows of the keys, over all heads.</summary>
    public long KeyRows => (long)Batch * Keys * KeyHeads;
}

/// <summary>What an attention does besides products and softmax.</summary>
/// <param name="Scale">What products of queries and keys are multiplied by.</param>
/// <param name="IsCausal">Whether a query looks at no key behind its own place.</param>
/// <param name="Window">A query looks at keys fewer places away than this; 0 for all.</param>
/// <param name="ZeroEmpty">Whether a query without any key gives zeros; else the mean of all values.</param>
internal readonly record struct AttentionOptions(float Scale, bool IsCausal = false, int Window = 0, bool ZeroEmpty = false)
{
    /// <summary>The first key that a query may look at, masks apart.</summary>
    public int FirstKey(int query) => Window == 0 ? 0 : (int)Math.Max(0, (long)query - Window + 1);

    /// <summary>The key behind the last one that a query may look at, masks apart.</summary>
    public int EndKey(int query, int keys)
    {
        long end = keys;
        if (IsCausal) end = Math.Min(end, query + 1L);
        if (Window != 0) end = Math.Min(end, (long)query + Window);
        return (int)end;
    }
}
