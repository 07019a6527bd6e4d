using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images whose values are stretched over a range, channel by channel. There is no gradient.</summary>
internal sealed class StretchContrastOp(float low, float high) : Op
{
    public override string Name => "AutoContrast";

    /// <summary>The least value of an image.</summary>
    public float Low => low;

    /// <summary>The largest value of an image.</summary>
    public float High => high;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        NoGradient.Require(node, Name);
        Shape x = node.InputShape(0);
        ContrastKernels.Stretch(node.Input(0), x[0], x[^1], low, high, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
    }
}
