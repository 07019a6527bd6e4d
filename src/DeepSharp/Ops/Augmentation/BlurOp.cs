using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Of inputs (images, weights of rows, weights of columns): sums of neighbours, each times the weight of its row and that of its column.
/// Both numbers of weights are odd, and the weights are the same from both ends; beyond the border there are zeros.
/// </summary>
internal sealed class BlurOp : Op
{
    public static readonly BlurOp Instance = new();

    public override string Name => "Blur";

    public override bool IsLinearIn(int index) => index == 0;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs[0].Rank == 4 && inputs[1].Size % 2 == 1 && inputs[2].Size % 2 == 1) return inputs[0];
        throw new ShapeException(
            $"expected images of rank 4 (batch, height, width, channels) and two odd numbers of weights but got " +
            $"{inputs[0]}, {inputs[1]} and {inputs[2]}.");
    }

    public override void Forward(Node node) => Blur(node, node.Input(0), node.OutputSpan, accumulate: false);

    // The weights are symmetric: a pixel gives to another what it gets of it.
    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        Blur(node, node.OutputGradient, dx, accumulate);
    }

    private static void Blur(Node node, ReadOnlySpan<float> x, Span<float> y, bool accumulate)
    {
        Shape shape = node.InputShape(0);
        if (y.IsEmpty) return;
        Span<float> between = node.Save<float>(0, y.Length);
        BlurKernels.Run(x, shape[0], shape[1], shape[2] * shape[3], node.Input(1), between, accumulate: false);
        BlurKernels.Run(between, shape[0] * shape[1], shape[2], shape[3], node.Input(2), y, accumulate);
    }
}
