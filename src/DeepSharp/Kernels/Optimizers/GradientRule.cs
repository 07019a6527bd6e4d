namespace DeepSharp.Kernels;

/// <summary>What is done to a gradient where an optimizer reads it: first scaled, then kept within ±limit. Null for neither.</summary>
/// <param name="Scale">A factor: of a mean over several steps, or of clipping by a norm.</param>
/// <param name="Limit">The largest magnitude, above 0.</param>
internal readonly record struct GradientRule(float? Scale = null, float? Limit = null)
{
    /// <summary>Where the gradient may be anything but zero; null for everywhere.</summary>
    public TouchedBlocks? Touched { get; init; }

    /// <summary>Whether the gradient stays as it is.</summary>
    public bool IsPlain => Scale is null && Limit is null;
}
