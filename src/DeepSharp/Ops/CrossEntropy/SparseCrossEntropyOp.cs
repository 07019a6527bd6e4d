using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// -log of the probability of the right class. Inputs as <see cref="CrossEntropyOp"/> says; targets are labels, whole numbers. What is no
/// label costs NaN: the loss looks for such first, since a mask may leave them out.
/// </summary>
internal sealed class SparseCrossEntropyOp(bool fromLogits, int? ignoreClass) : CrossEntropyOp(fromLogits)
{
    public override string Name => "sparse_categorical_crossentropy";

    /// <summary>The class whose samples do not count; null for none.</summary>
    public int? IgnoreClass => ignoreClass;

    public override Shape InferShape(Shape target, Shape prediction) => LossShapes.Labels(target, prediction);

    protected override void ForwardProbabilities(Node node, ReadOnlySpan<float> probabilities) =>
        CrossEntropyKernels.ForwardSparse(probabilities, node.Input(0), node.OutputSpan, node.InputShape(1)[^1], ignoreClass);

    protected override void ForwardLogits(Node node, ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = ProbabilitiesOrRoom(node, logits.Length, out bool areKnown);
        SoftmaxCrossEntropyKernels.ForwardSparse(
            logits, node.Input(0), probabilities, node.OutputSpan, node.InputShape(1)[^1], ignoreClass, areKnown);
    }

    protected override void BackwardProbabilities(
        Node node, ReadOnlySpan<float> probabilities, Span<float> gradient, bool accumulate) => CrossEntropyKernels.BackwardSparse(
            probabilities, node.Input(0), node.OutputGradient, gradient, node.InputShape(1)[^1], ignoreClass, accumulate);

    protected override void BackwardLogits(Node node, ReadOnlySpan<float> logits, Span<float> gradient, bool accumulate)
    {
        ReadOnlySpan<float> probabilities = ProbabilitiesOfLogits(node, logits.Length);
        SoftmaxCrossEntropyKernels.BackwardSparse(
            probabilities, node.Input(0), node.OutputGradient, gradient, node.InputShape(1)[^1], ignoreClass, accumulate);
    }

    // Labels that are ignored are none of the classes.
    protected override Tensor OutputOps(Tensor target, Tensor prediction, bool isLogits)
    {
        Tensor labels = target.Reshape(prediction.Shape[..^1]), shares = Tape.Run(new OneHotOp(prediction.Shape[^1], -1), labels);
        if (ignoreClass is { } ignored) shares *= Tape.Run(ExpandDimsOp.Last, labels.NotEqualTo(ignored));
        return Entropy(shares, prediction, isLogits);
    }
}
