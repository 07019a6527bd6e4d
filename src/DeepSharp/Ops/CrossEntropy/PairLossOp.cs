using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// A loss that a few sums over some axes say, such as a similarity of targets and predictions. The axes come last; without any it is over
/// all values, one number. Inputs: targets, predictions.
/// </summary>
internal sealed class PairLossOp<TLoss>(string name, TLoss loss, int? axes) : Op where TLoss : unmanaged, IPairLoss
{
    public override string Name => name;

    /// <summary>The loss, with its parameters.</summary>
    public TLoss Loss => loss;

    /// <summary>How many axes at the end the sums are over; null for all.</summary>
    public int? Axes => axes;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape prediction = inputs[1];
        if (inputs[0] != prediction)
        {
            throw new ShapeException(
                $"expected targets of the shape of the predictions, {prediction}, but got {inputs[0]}. Reshape the targets, or give the " +
                "model as many outputs.");
        }

        return axes is { } last ? prediction[..^last] : [];
    }

    public override void Forward(Node node) =>
        PairLossKernels.Forward(loss, node.Input(0), node.Input(1), node.OutputSpan, Width(node));

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        Span<float> gradient = node.InputGradient(1, out bool accumulate);
        PairLossKernels.Backward(loss, node.Input(0), node.Input(1), node.OutputGradient, gradient, Width(node), accumulate);
    }

    public override Tensor? OutputOps(Node node)
    {
        Span<int> last = stackalloc int[axes ?? node.InputShape(1).Rank];
        for (int i = 0; i < last.Length; i++) last[i] = i - last.Length;
        return ElementLosses.OfRows(loss, Tape.Detach(node.InputTensor(0)), node.InputTensor(1), last);
    }

    private static int Width(Node node) => node.Output.Size == 0 ? 0 : node.InputShape(1).Size / node.Output.Size;
}
