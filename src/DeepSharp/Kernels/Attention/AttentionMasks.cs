namespace DeepSharp.Kernels;

/// <summary>
/// Which keys a query may look at: those where none of the masks is 0. Each may be null. Strides, in floats, are 0 along axes that a
/// mask does not have.
/// </summary>
internal unsafe struct AttentionMasks
{
    /// <summary>Over (batch, heads, queries, keys).</summary>
    public float* Pairs;
    public nint PairsBatch;
    public nint PairsHead;
    public nint PairsQuery;

    /// <summary>Whether the mask says something of each key; else the first value of a row is for all of them.</summary>
    public bool PairsHaveKeys;

    /// <summary>Over (batch, queries).</summary>
    public float* Queries;
    public nint QueriesBatch;

    /// <summary>Over (batch, keys).</summary>
    public float* Keys;
    public nint KeysBatch;

    /// <summary>What is dropped of the probabilities.</summary>
    public AttentionDropout Dropout;

    /// <summary>Whether there is any mask.</summary>
    public readonly bool Exist => Pairs != null || Queries != null || Keys != null;

    /// <summary>Whether a query looks at nothing, whatever the keys are.</summary>
    public readonly bool Blocks(int batch, int head, int query) =>
        (Queries != null && Queries[batch * QueriesBatch + query] == 0f)
        || (Pairs != null && !PairsHaveKeys && *PairRow(batch, head, query) == 0f);

    /// <summary>The values for the pairs of a query with all keys; null where there are none of each key.</summary>
    public readonly float* KeyRow(int batch, int head, int query) =>
        Pairs != null && PairsHaveKeys ? PairRow(batch, head, query) : null;

    /// <summary>The values for the keys; null where there are none.</summary>
    public readonly float* KeysOf(int batch) => Keys == null ? null : Keys + batch * KeysBatch;

    private readonly float* PairRow(int batch, int head, int query) =>
        Pairs + batch * PairsBatch + head * PairsHead + query * PairsQuery;
}
