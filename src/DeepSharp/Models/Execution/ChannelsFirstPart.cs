using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>A layer in a row of those for channels first, or the layers from it on that are fused: computed with channels last.</summary>
/// <param name="First">The layer.</param>
/// <param name="Fused">What it is fused with those after it to, if it is.</param>
internal sealed record ChannelsFirstPart(Layer First, FusedStep? Fused)
{
    /// <summary>How many layers it is.</summary>
    public int Count => Fused?.Layers.Count ?? 1;

    public Tensor Compute(Tensor input, bool training) => Fused is not null ? Fused.Compute(input, training) : First switch
    {
        SpatialLayer layer => layer.ComputeLast(input, training),
        BatchNormalization normalization => normalization.NormalizeLast(input, training),
        _ => First.OnlyActivation!.Apply(input),
    };
}
