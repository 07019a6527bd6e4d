using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The maximum of each window of images (batch, height, width, channels). Of equal maxima the first gets the gradient.</summary>
internal sealed class MaxPool2DOp(Window2D window) : Op
{
    public override string Name => "MaxPool2D";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Window2D.RequireImages(inputs[0]);
        return window.InferShape(inputs[0], inputs[0][3], "pool");
    }

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
        return new Pool2DGeometry(x[0], x[3], window.Vertical(x[1]), window.Horizontal(x[2]));
    }
}
