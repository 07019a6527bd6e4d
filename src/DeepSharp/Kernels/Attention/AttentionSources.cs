namespace DeepSharp.Kernels;

/// <summary>What the backward pass of an attention reads.</summary>
internal unsafe struct AttentionSources
{
    public float* Query;
    public float* Key;
    public float* Value;

    /// <summary>What the forward pass wrote.</summary>
    public float* Output;

    /// <summary>Of the output.</summary>
    public float* Gradient;

    /// <summary>(batch, heads, queries): the logarithms that the forward pass kept.</summary>
    public float* LogSums;
}
