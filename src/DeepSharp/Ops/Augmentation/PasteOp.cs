using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Of inputs (images, others, rectangles): the others inside the rectangle of each image, from column and to, from row and to, and the
/// images outside.
/// </summary>
internal sealed class PasteOp : Op
{
    public static readonly PasteOp Instance = new();

    public override string Name => "Paste";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        ImageNumbers.Require(inputs[0], inputs[2], 4);
        if (inputs[0] == inputs[1]) return inputs[0];
        throw new ShapeException($"expected two equal shapes but got {inputs[0]} and {inputs[1]}.");
    }

    public override void Forward(Node node) =>
        PartKernels.Paste(node.Input(0), node.Input(1), Lengths(node.Output.Shape), node.Input(2), node.OutputSpan);

    public override void Backward(Node node)
    {
        ReadOnlySpan<float> dy = node.OutputGradient;
        if (node.Needs(0)) PartKernels.Paste(dy, [], Lengths(node.Output.Shape), node.Input(2), node.InputGradient(0));
        if (node.Needs(1)) PartKernels.Paste([], dy, Lengths(node.Output.Shape), node.Input(2), node.InputGradient(1));
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        if (index > 1) return null;
        Tensor zeros = Tensor.Zeros(gradient.Shape);
        return index == 0 ? Tape.Run(this, gradient, zeros, inputs[2]) : Tape.Run(this, zeros, gradient, inputs[2]);
    }

    /// <summary>Images, rows, columns and channels.</summary>
    public static (int Images, int Height, int Width, int Channels) Lengths(Shape shape) => (shape[0], shape[1], shape[2], shape[3]);
}
