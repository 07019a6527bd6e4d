using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Of each window the value where another input had its maximum: what a max pooling is as long as the maxima stay where they are. It is
/// linear, and the gradient of the pooling is that of this op.
/// </summary>
/// <param name="window">Of the pooling.</param>
/// <param name="positions">Where the maxima are; of volumes, from plane to plane.</param>
/// <param name="places">Of volumes: where those of the planes are.</param>
internal sealed class MaxPickOp(SlidingWindow window, ArraySegment<float> positions, ArraySegment<float> places) : Op
{
    public override string Name => $"MaxPick{window.Axes}D";

    /// <summary>Size, strides and padding of the pooling.</summary>
    public SlidingWindow Window => window;

    /// <summary>Where the maxima are.</summary>
    public ArraySegment<float> Positions => positions;

    /// <summary>Where those of the planes are.</summary>
    public ArraySegment<float> Places => places;

    public override bool IsLinearIn(int index) => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => window.InferShape(inputs[0], inputs[0][^1], "pool");

    public override void Forward(Node node)
    {
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        if (window.Axes < 3)
        {
            MaxPickKernel.Run(planes, node.Input(0), positions, node.OutputSpan);
            return;
        }

        Span<float> between = node.Save<float>(0, planes.OutLength);
        MaxPickKernel.Run(planes, node.Input(0), places, between);
        MaxPickKernel.Run(PoolPasses.Depths(window, node.InputShape(0), planes), between, positions, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (window.Axes < 3)
        {
            MaxPool2DKernels.Backward(planes, node.OutputGradient, positions, dx, accumulate);
            return;
        }

        Span<float> between = node.Save<float>(0, planes.OutLength);
        Pool2DGeometry depths = PoolPasses.Depths(window, node.InputShape(0), planes);
        MaxPool2DKernels.Backward(depths, node.OutputGradient, positions, between, accumulate: false);
        MaxPool2DKernels.Backward(planes, between, places, dx, accumulate);
    }
}
