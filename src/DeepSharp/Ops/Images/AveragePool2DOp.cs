using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The mean of each window of images (batch, height, width, channels), over the pixels that exist.</summary>
internal sealed class AveragePool2DOp(Window2D window) : Op
{
    public override string Name => "AveragePool2D";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Window2D.RequireImages(inputs[0]);
        return window.InferShape(inputs[0], inputs[0][3], "pool");
    }

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
        return new Pool2DGeometry(x[0], x[3], window.Vertical(x[1]), window.Horizontal(x[2]));
    }
}
