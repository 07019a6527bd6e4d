using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The maximum of each window of sequences, images or volumes. Of equal maxima the first gets the gradient.</summary>
internal sealed class MaxPoolOp(SlidingWindow window) : Op
{
    // Maxima of the planes of volumes, then their gradients; and where those maxima are.
    private const int PlanesSlot = 1;
    private const int PlanePositionsSlot = 2;

    public override string Name => $"MaxPool{window.Axes}D";

    /// <summary>Size, strides and padding.</summary>
    public SlidingWindow Window => window;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => window.InferShape(inputs[0], inputs[0][^1], "pool");

    public override void Forward(Node node)
    {
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        Span<float> positions = node.IsRecorded ? node.Save<float>(0, node.Output.Size) : [];
        if (window.Axes < 3)
        {
            MaxPool2DKernels.Forward(planes, node.Input(0), node.OutputSpan, positions);
            return;
        }

        Span<float> maxima = node.Save<float>(PlanesSlot, planes.OutLength);
        Span<float> places = node.IsRecorded ? node.Save<float>(PlanePositionsSlot, planes.OutLength) : [];
        MaxPool2DKernels.Forward(planes, node.Input(0), maxima, places);
        MaxPool2DKernels.Forward(PoolPasses.Depths(window, node.InputShape(0), planes), maxima, node.OutputSpan, positions);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Pool2DGeometry planes = PoolPasses.Planes(window, node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        ReadOnlySpan<float> positions = node.Saved<float>(0, node.Output.Size);
        if (window.Axes < 3)
        {
            MaxPool2DKernels.Backward(planes, node.OutputGradient, positions, dx, accumulate);
            return;
        }

        Span<float> between = node.Saved<float>(PlanesSlot, planes.OutLength);
        Pool2DGeometry depths = PoolPasses.Depths(window, node.InputShape(0), planes);
        MaxPool2DKernels.Backward(depths, node.OutputGradient, positions, between, accumulate: false);
        MaxPool2DKernels.Backward(planes, between, node.Saved<float>(PlanePositionsSlot, planes.OutLength), dx, accumulate);
    }

    public override Tensor GradientOps(Node node, int index, Tensor gradient)
    {
        ArraySegment<float> places = window.Axes < 3 ? ArraySegment<float>.Empty : node.SavedBlock(PlanePositionsSlot);
        return AdjointOp.Run(new MaxPickOp(window, node.SavedBlock(0), places), node.Inputs, 0, gradient);
    }
}
