using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Connectionist temporal classification. Inputs: labels (batch, length), padded with 0, and logits (batch, steps, classes).
/// </summary>
internal sealed class CtcOp : Op
{
    private CtcOp()
    {
    }

    public static CtcOp Instance { get; } = new();

    public override string Name => "ctc";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape labels, Shape logits) = (inputs[0], inputs[1]);
        if (logits.Rank != 3) throw new ShapeException($"expected predictions of rank 3, (batch, steps, classes), but got {logits}.");
        if (labels.Rank == 2 && labels[0] == logits[0]) return [logits[0]];
        throw new ShapeException(
            $"expected targets of rank 2, (batch, length), for predictions of shape {logits}, but got {labels}. Pad labels with 0.");
    }

    public override void Forward(Node node) => CtcKernels.Forward(
        node.Input(0), node.Input(1), node.OutputSpan, node.InputShape(0)[1], node.InputShape(1)[1], node.InputShape(1)[2]);

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        Span<float> gradient = node.InputGradient(1, out bool accumulate);
        CtcKernels.Backward(
            node.Input(0), node.Input(1), node.OutputGradient, gradient, node.InputShape(0)[1], node.InputShape(1)[1],
            node.InputShape(1)[2], accumulate);
    }
}
