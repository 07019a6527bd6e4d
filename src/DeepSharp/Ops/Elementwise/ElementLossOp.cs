using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A loss that is the mean, or the sum, of an element-wise one over the last axis. Inputs: targets, predictions.</summary>
internal sealed class ElementLossOp<TLoss>(string name, TLoss loss, bool isSum = false) : Op where TLoss : unmanaged, IElementLoss
{
    public override string Name => name;

    /// <summary>The loss, with its parameters.</summary>
    public TLoss Loss => loss;

    /// <summary>Whether it is the sum.</summary>
    public bool IsSum => isSum;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => LossShapes.Elementwise(inputs[0], inputs[1]);

    public override void Forward(Node node) =>
        ElementLossKernels.Forward(loss, node.Input(0), node.Input(1), node.OutputSpan, node.InputShape(1)[^1], isSum);

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        Span<float> gradient = node.InputGradient(1, out bool accumulate);
        ElementLossKernels.Backward(
            loss, node.Input(0), node.Input(1), node.OutputGradient, gradient, node.InputShape(1)[^1], accumulate, isSum);
    }

    public override Tensor? OutputOps(Node node)
    {
        Tensor prediction = node.InputTensor(1), target = Tape.Detach(node.InputTensor(0)).Reshape(prediction.Shape);
        Tensor? losses = ElementLosses.Of(loss, target, prediction);
        return isSum ? losses?.Sum(-1) : losses?.Mean(-1);
    }
}
