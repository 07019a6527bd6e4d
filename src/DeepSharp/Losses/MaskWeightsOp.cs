namespace DeepSharp;

/// <summary>
/// Weights that leave out losses where a mask is 0, of padding or of an ignored class: 0 there and the sample's weight (or 1)
/// elsewhere. For a mean they are scaled up, so that it is the mean over what is left, as in Keras. Inputs: the mask, and sample weights if
/// there are any.
/// </summary>
internal sealed class MaskWeightsOp(bool isMean) : Op
{
    public override string Name => "Mask of a loss";

    /// <summary>Whether it is the mean, not the sum.</summary>
    public bool IsMean => isMean;

    public static MaskWeightsOp OfMean { get; } = new(isMean: true);

    public static MaskWeightsOp OfSum { get; } = new(isMean: false);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length == 2) LossShapes.CheckWeights(inputs[1], inputs[0]);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> mask = node.Input(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        int perWeight = weights.IsEmpty ? 1 : mask.Length / weights.Length;
        int left = 0;
        foreach (float step in mask) left += step == 0f ? 0 : 1;

        // Where nothing is left there is nothing to scale either.
        float scale = isMean ? (float)mask.Length / left : 1f;
        for (int i = 0; i < mask.Length; i++)
        {
            node.OutputSpan[i] = mask[i] == 0f ? 0f : scale * (weights.IsEmpty ? 1f : weights[i / perWeight]);
        }
    }

    // Masks and weights are data: nothing flows back.
    public override void Backward(Node node)
    {
    }
}
