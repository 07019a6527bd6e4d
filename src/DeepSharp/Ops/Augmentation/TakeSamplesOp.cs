using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Of inputs (samples, numbers): for each number the sample that it counts, from 0. The numbers were checked by whoever calls.
/// </summary>
internal sealed class TakeSamplesOp : Op
{
    public static readonly TakeSamplesOp Instance = new();

    public override string Name => "Take";

    public override bool IsLinearIn(int index) => index == 0;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 0 && inputs[1].Size == inputs[0][0]
        ? inputs[0]
        : throw new ShapeException($"expected a number for each of the samples of {inputs[0]} but got {inputs[1]}.");

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        RowGatherKernels.Gather(node.Input(1), node.Input(0), x[0], x[1..].Size, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) RowGatherKernels.ScatterAdd(node.Input(1), node.OutputGradient, node.InputShape(0)[1..].Size,
        node.InputGradient(0));
    }
}
