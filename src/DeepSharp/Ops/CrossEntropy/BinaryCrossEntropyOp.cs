using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>-t·log p - (1 - t)·log(1 - p), averaged over the last axis. Inputs as <see cref="CrossEntropyOp"/> says.</summary>
internal sealed class BinaryCrossEntropyOp(bool fromLogits, float labelSmoothing) : CrossEntropyOp(fromLogits)
{
    private readonly BinaryCrossEntropy _ofProbabilities = new(labelSmoothing);
    private readonly BinaryCrossEntropyFromLogits _ofLogits = new(labelSmoothing);

    public override string Name => "binary_crossentropy";

    /// <summary>How far targets are moved towards equal shares.</summary>
    public float LabelSmoothing => labelSmoothing;

    public override Shape InferShape(Shape target, Shape prediction) => LossShapes.Elementwise(target, prediction);

    protected override void ForwardProbabilities(Node node, ReadOnlySpan<float> probabilities) =>
        ElementLossKernels.Forward(_ofProbabilities, node.Input(0), probabilities, node.OutputSpan, node.InputShape(1)[^1]);

    protected override void ForwardLogits(Node node, ReadOnlySpan<float> logits) =>
        ElementLossKernels.Forward(_ofLogits, node.Input(0), logits, node.OutputSpan, node.InputShape(1)[^1]);

    protected override void BackwardProbabilities(
        Node node, ReadOnlySpan<float> probabilities, Span<float> gradient, bool accumulate) => ElementLossKernels.Backward(
            _ofProbabilities, node.Input(0), probabilities, node.OutputGradient, gradient, node.InputShape(1)[^1], accumulate);

    protected override void BackwardLogits(Node node, ReadOnlySpan<float> logits, Span<float> gradient, bool accumulate) =>
        ElementLossKernels.Backward(
            _ofLogits, node.Input(0), logits, node.OutputGradient, gradient, node.InputShape(1)[^1], accumulate);

    protected override Tensor OutputOps(Tensor target, Tensor prediction, bool isLogits) =>
        ElementLosses.Of(isLogits ? (object)_ofLogits : _ofProbabilities, target.Reshape(prediction.Shape), prediction)!.Mean(-1);
}
