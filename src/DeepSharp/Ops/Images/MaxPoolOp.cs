using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The maximum of each window of sequences or images. Of equal maxima the first gets the gradient.</summary>
internal sealed class MaxPoolOp(SlidingWindow window) : Op
{
    public override string Name => $"MaxPool{window.Axes}D";

    /// <summary>Size, strides and padding.</summary>
    public SlidingWindow Window => window;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => window.InferShape(inputs[0], inputs[0][^1], "pool");

    public override void Forward(Node node)
    {
        Span<float> positions = node.IsRecorded ? node.Save<float>(0, node.Output.Size) : [];
        MaxPool2DKernels.Forward(Geometry(node), node.Input(0), node.OutputSpan, positions);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        MaxPool2DKernels.Backward(Geometry(node), node.OutputGradient, node.Saved<float>(0, node.Output.Size), dx, accumulate);
    }

    private Pool2DGeometry Geometry(Node node)
    {
        Shape x = node.InputShape(0);
        return new Pool2DGeometry(x[0], x[^1], window.Vertical(window.Height(x)), window.Horizontal(window.Width(x)));
    }
}
