using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A function of the colors of each pixel, with numbers that each image has its own of. There is no gradient.</summary>
internal sealed class ColorOp<TFunction>(string name, TFunction function) : Op where TFunction : unmanaged, IColorFunction
{
    public override string Name => name;

    /// <summary>What is done to a pixel, but for the numbers of an image.</summary>
    public TFunction Function => function;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        ImageNumbers.RequireColors(inputs[0]);
        ImageNumbers.Require(inputs[0], inputs[1], TFunction.Numbers);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        NoGradient.Require(node, Name);
        ColorKernels.Map(node.Input(0), node.Input(1), node.InputShape(0)[0], node.OutputSpan, function);
    }

    public override void Backward(Node node)
    {
    }
}
