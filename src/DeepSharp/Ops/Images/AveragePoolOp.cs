using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The mean of each window of sequences or images, over the values that exist.</summary>
internal sealed class AveragePoolOp(SlidingWindow window) : Op
{
    public override string Name => $"AveragePool{window.Axes}D";

    /// <summary>Size, strides and padding.</summary>
    public SlidingWindow Window => window;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => window.InferShape(inputs[0], inputs[0][^1], "pool");

    public override void Forward(Node node) => AveragePool2DKernels.Forward(Geometry(node), node.Input(0), node.OutputSpan);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        AveragePool2DKernels.Backward(Geometry(node), node.OutputGradient, dx, accumulate);
    }

    private Pool2DGeometry Geometry(Node node)
    {
        Shape x = node.InputShape(0);
        return new Pool2DGeometry(x[0], x[^1], window.Vertical(window.Height(x)), window.Horizontal(window.Width(x)));
    }
}
