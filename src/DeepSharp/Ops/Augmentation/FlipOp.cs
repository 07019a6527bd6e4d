using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images turned over, left to right and top to bottom, where two numbers of an image are not 0.</summary>
internal sealed class FlipOp : Op
{
    public static readonly FlipOp Instance = new();

    public override string Name => "Flip";

    public override bool IsLinearIn(int index) => index == 0;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        ImageNumbers.Require(inputs[0], inputs[1], 2);
        return inputs[0];
    }

    public override void Forward(Node node) =>
        PartKernels.Flip(node.Input(0), PasteOp.Lengths(node.Output.Shape), node.Input(1), node.OutputSpan, accumulate: false);

    // What is turned over twice is as before.
    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        PartKernels.Flip(node.OutputGradient, PasteOp.Lengths(node.Output.Shape), node.Input(1), dx, accumulate);
    }
}
