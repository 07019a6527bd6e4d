using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The new cell of an LSTM, c = f·c' + i·g. Inputs: i, f, g, the cell before; all of one shape.</summary>
internal sealed class LstmCellOp : Op
{
    private LstmCellOp()
    {
    }

    public static LstmCellOp Instance { get; } = new();

    public override string Name => "LSTMCell";

    public override bool KeepsOutputGradient => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        foreach (Shape input in inputs)
        {
            if (input != inputs[3]) throw new ShapeException($"expected gates of the cell's shape {inputs[3]} but got {input}.");
        }

        return inputs[3];
    }

    public override void Forward(Node node)
    {
        TensorPrimitives.Multiply(node.Input(0), node.Input(2), node.OutputSpan);
        TensorPrimitives.MultiplyAddEstimate(node.Input(1), node.Input(3), node.OutputSpan, node.OutputSpan);
        VanishingKernels.Drop(node.OutputSpan);
    }

    // The partner of each input is its derivative.
    public override void Backward(Node node)
    {
        AddProduct(node, 0, 2);
        AddProduct(node, 1, 3);
        AddProduct(node, 2, 0);
        AddProduct(node, 3, 1);
    }

    public override Tensor OutputOps(Node node) =>
        node.InputTensor(0) * node.InputTensor(2) + node.InputTensor(1) * node.InputTensor(3);

    private static void AddProduct(Node node, int index, int partner)
    {
        if (!node.Needs(index)) return;
        Span<float> dx = node.InputGradient(index, out bool accumulate);
        if (accumulate) TensorPrimitives.MultiplyAddEstimate(node.OutputGradient, node.Input(partner), dx, dx);
        else TensorPrimitives.Multiply(node.OutputGradient, node.Input(partner), dx);
        VanishingKernels.Drop(dx);
    }
}
