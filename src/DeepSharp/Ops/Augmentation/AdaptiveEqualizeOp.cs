using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images whose values are equally frequent tile by tile, within limits. There is no gradient.</summary>
internal sealed class AdaptiveEqualizeOp(Size2D grid, float clipLimit, float low, float high) : Op
{
    public override string Name => "ContrastLimitedAdaptiveHistogramEqualization";

    /// <summary>How often a value counts at most, in means.</summary>
    public float ClipLimit => clipLimit;

    /// <summary>The least value of an image.</summary>
    public float Low => low;

    /// <summary>The largest value of an image.</summary>
    public float High => high;

    /// <summary>Rows and columns of tiles.</summary>
    public Size2D Grid => grid;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        NoGradient.Require(node, Name);
        Shape x = node.InputShape(0);
        if (x.Size == 0) return;
        var tiles = new AdaptiveTiles(x[0], x[1], x[2], x[3], grid.Height, grid.Width, clipLimit, low, high);
        AdaptiveEqualizeKernels.Run(node.Input(0), tiles, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
    }
}
