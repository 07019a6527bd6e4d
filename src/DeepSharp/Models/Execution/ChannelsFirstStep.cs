namespace DeepSharp;

/// <summary>
/// Layers in a row for images with their channels first. All of them compute with channels last, so that images are turned once before the
/// row and once after it. An image with a mask goes through the layers one by one.
/// </summary>
internal sealed class ChannelsFirstStep(Layer[] layers, ChannelsFirstPart[] parts, int[] inputs, int output)
    : FusedStep(layers, inputs, output)
{
    /// <summary>The parts of the row, in order.</summary>
    public IReadOnlyList<ChannelsFirstPart> Parts => parts;

    public override Tensor Compute(Tensor input, bool training)
    {
        Tensor result = input;
        if (input.Mask is not null)
        {
            foreach (Layer layer in Layers) result = layer.Apply(result, training);
            return result;
        }

        result = ChannelsFirst.ToLast(input);
        foreach (ChannelsFirstPart part in parts) result = part.Compute(result, training);
        return ChannelsFirst.ToFirst(result);
    }
}
