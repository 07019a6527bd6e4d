namespace DeepSharp;

/// <summary>The masks that an <see cref="AttentionOp"/> gets behind queries, keys and values, in this order.</summary>
[Flags]
internal enum AttentionMaskKinds
{
    None = 0,

    /// <summary>Who looks at whom: stretches to (batch, heads, queries, keys).</summary>
    Pairs = 1,

    /// <summary>Which queries look at anything: (batch, queries).</summary>
    Queries = 2,

    /// <summary>Which keys anybody looks at: (batch, keys).</summary>
    Keys = 4,
}
