namespace DeepSharp.Kernels;

/// <summary>An activation that a kernel applies to its result while it is in cache.</summary>
internal enum FusedActivation
{
    /// <summary>The result as it is.</summary>
    None,

    /// <summary>max(0, x); NaN stays NaN.</summary>
    ReLU,
}
