namespace DeepSharp.Kernels;

/// <summary>Where the gradients of an attention go; null for those that nobody wants.</summary>
internal unsafe struct AttentionGradients
{
    public float* Query;
    public float* Key;
    public float* Value;

    /// <summary>Whether to add to what is there.</summary>
    public bool AddsToQuery;
    public bool AddsToKey;
    public bool AddsToValue;

    /// <summary>The same without those of the keys and values.</summary>
    public readonly AttentionGradients OfQueries => this with { Key = null, Value = null };

    /// <summary>The same without that of the queries.</summary>
    public readonly AttentionGradients OfKeys => this with { Query = null };
}
