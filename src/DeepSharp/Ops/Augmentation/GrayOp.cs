using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Colors that go a share of the way to gray, a number for each image, and are then kept within a range.</summary>
internal sealed class GrayOp(string name, float low, float high) : Op
{
    public override string Name => name;

    /// <summary>The least value of an image.</summary>
    public float Low => low;

    /// <summary>The largest value of an image.</summary>
    public float High => high;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        ImageNumbers.RequireColors(inputs[0]);
        ImageNumbers.Require(inputs[0], inputs[1], 1);
        return inputs[0];
    }

    public override void Forward(Node node) =>
        ColorKernels.Map(node.Input(0), node.Input(1), node.InputShape(0)[0], node.OutputSpan, new GrayFunction(low, high));

    public override void Backward(Node node)
    {
        if (node.Needs(0)) GrayGradient.Add(node.OutputSpan, node.OutputGradient, node.Input(1), low, high, node.InputGradient(0));
    }
}
