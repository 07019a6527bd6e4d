namespace DeepSharp;

/// <summary>(1 - p^q)/q with p the prediction for the label. Inputs: labels, predictions. What is no label costs NaN.</summary>
internal sealed class GeneralizedCrossEntropyOp(float q) : Op
{
    public override string Name => "categorical_generalized_cross_entropy";

    /// <summary>Between cross-entropy, 0, and absolute error, 1.</summary>
    public float Q => q;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => LossShapes.Labels(inputs[0], inputs[1]);

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> labels = node.Input(0), predictions = node.Input(1);
        Span<float> losses = node.OutputSpan;
        int classes = node.InputShape(1)[^1];
        for (int row = 0; row < losses.Length; row++)
        {
            losses[row] = Place(labels[row], classes) is var place and >= 0
                ? (1f - MathF.Pow(predictions[row * classes + place], q)) / q : float.NaN;
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        ReadOnlySpan<float> labels = node.Input(0), predictions = node.Input(1), upstream = node.OutputGradient;
        Span<float> gradient = node.InputGradient(1);
        int classes = node.InputShape(1)[^1];
        for (int row = 0; row < upstream.Length; row++)
        {
            int place = Place(labels[row], classes);
            if (place < 0 || upstream[row] == 0f) continue;
            gradient[row * classes + place] -= upstream[row] * MathF.Pow(predictions[row * classes + place], q - 1f);
        }
    }

    public override Tensor OutputOps(Node node)
    {
        Tensor prediction = node.InputTensor(1), labels = Tape.Detach(node.InputTensor(0)).Reshape(prediction.Shape[..^1]);
        Tensor right = (prediction * Tape.Run(new OneHotOp(prediction.Shape[^1], -1), labels)).Sum(-1);
        return (1 - right.Pow(q)) / q;
    }

    private static int Place(float label, int classes) => label >= 0f && label < classes && label == MathF.Floor(label) ? (int)label : -1;
}
