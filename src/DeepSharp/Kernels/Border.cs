namespace DeepSharp.Kernels;

/// <summary>What a sliding window does at the ends of an axis.</summary>
internal enum Border
{
    /// <summary>It stays on the input.</summary>
    Valid,

    /// <summary>It has a position for each step of the stride, with padding on both sides.</summary>
    Same,

    /// <summary>The same number of positions, with all padding in front: no position sees what comes after it.</summary>
    Causal,
}
