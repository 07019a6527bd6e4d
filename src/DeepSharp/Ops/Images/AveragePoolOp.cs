using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The mean of each window of sequences, images or volumes, over the values that exist.</summary>
internal sealed class AveragePoolOp(SlidingWindow window) : Op
{
    public override string Name => $"AveragePool{window.Axes}D";

    public override bool IsLinearIn(int index) => true;

    /// <summary>Size, strides and padding.</summary>
    public SlidingWindow Window => window;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => window.InferShape(inputs[0], inputs[0][^1], "pool");

    public override void Forward(Node node)
    {
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        if (window.Axes < 3)
        {
            AveragePool2DKernels.Forward(planes, node.Input(0), node.OutputSpan);
            return;
        }

        Span<float> means = node.Save<float>(0, planes.OutLength);
        AveragePool2DKernels.Forward(planes, node.Input(0), means);
        AveragePool2DKernels.Forward(PoolPasses.Depths(window, node.InputShape(0), planes), means, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (window.Axes < 3)
        {
            AveragePool2DKernels.Backward(planes, node.OutputGradient, dx, accumulate);
            return;
        }

        // The means of the planes are not needed any more: their gradients take the place.
        Span<float> between = node.Saved<float>(0, planes.OutLength);
        Pool2DGeometry depths = PoolPasses.Depths(window, node.InputShape(0), planes);
        AveragePool2DKernels.Backward(depths, node.OutputGradient, between, accumulate: false);
        AveragePool2DKernels.Backward(planes, between, dx, accumulate);
    }
}
