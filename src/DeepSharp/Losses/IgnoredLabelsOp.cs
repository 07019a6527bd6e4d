namespace DeepSharp;

/// <summary>
/// Weights that leave out the losses of an ignored class: 0 there and the sample's weight (or 1) elsewhere. For a mean they are scaled up, so
/// that it is the mean over what is left, as in Keras. Inputs: labels, and sample weights if there are any.
/// </summary>
internal sealed class IgnoredLabelsOp(int ignoreClass, bool isMean) : Op
{
    public override string Name => "Ignored labels";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape labels = inputs[0].Rank > 1 && inputs[0][^1] == 1 ? inputs[0][..^1] : inputs[0];
        if (inputs.Length == 2) LossShapes.CheckWeights(inputs[1], labels);
        return labels;
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> labels = node.Input(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        int perWeight = weights.IsEmpty ? 1 : labels.Length / weights.Length;
        int left = 0;
        foreach (float label in labels) left += label == ignoreClass ? 0 : 1;
        float scale = isMean && left > 0 ? (float)labels.Length / left : 1f;
        for (int i = 0; i < labels.Length; i++)
        {
            node.OutputSpan[i] = labels[i] == ignoreClass ? 0f : scale * (weights.IsEmpty ? 1f : weights[i / perWeight]);
        }
    }

    // Weights and labels are data: nothing flows back.
    public override void Backward(Node node)
    {
    }
}
