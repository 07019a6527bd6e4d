using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>-Σ t·log p over the classes. Inputs as <see cref="CrossEntropyOp"/> says; targets are rows.</summary>
internal sealed class CategoricalCrossEntropyOp(bool fromLogits, float labelSmoothing) : CrossEntropyOp(fromLogits)
{
    public override string Name => "categorical_crossentropy";

    /// <summary>How far targets are moved towards equal shares.</summary>
    public float LabelSmoothing => labelSmoothing;

    public override Shape InferShape(Shape target, Shape prediction)
    {
        if (prediction.Rank == 0 || target != prediction)
        {
            throw new ShapeException(
                $"expected one-hot targets of the shape of the predictions, {prediction}, but got {target}. Labels as whole numbers go " +
                $"with sparse_categorical_crossentropy.");
        }

        return prediction[..^1];
    }

    protected override void ForwardProbabilities(Node node, ReadOnlySpan<float> probabilities) =>
        CrossEntropyKernels.ForwardDense(probabilities, node.Input(0), node.OutputSpan, node.InputShape(1)[^1], labelSmoothing);

    protected override void ForwardLogits(Node node, ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = ProbabilitiesOrRoom(node, logits.Length, out bool areKnown);
        SoftmaxCrossEntropyKernels.ForwardDense(
            logits, node.Input(0), probabilities, node.OutputSpan, node.InputShape(1)[^1], labelSmoothing, areKnown);
    }

    protected override void BackwardProbabilities(
        Node node, ReadOnlySpan<float> probabilities, Span<float> gradient, bool accumulate) => CrossEntropyKernels.BackwardDense(
            probabilities, node.Input(0), node.OutputGradient, gradient, node.InputShape(1)[^1], labelSmoothing, accumulate);

    protected override void BackwardLogits(Node node, ReadOnlySpan<float> logits, Span<float> gradient, bool accumulate)
    {
        ReadOnlySpan<float> probabilities = ProbabilitiesOfLogits(node, logits.Length);
        SoftmaxCrossEntropyKernels.BackwardDense(
            probabilities, node.Input(0), node.OutputGradient, gradient, node.InputShape(1)[^1], labelSmoothing, accumulate);
    }

    protected override Tensor OutputOps(Tensor target, Tensor prediction, bool isLogits) =>
        Entropy(target * (1 - labelSmoothing) + labelSmoothing / prediction.Shape[^1], prediction, isLogits);
}
