using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Dropout that drops the same values along some axes, such as at all steps of a sample: the mask has length 1 there and is repeated.
/// </summary>
/// <param name="rate">The probability of 0.</param>
/// <param name="stream">The random numbers.</param>
/// <param name="noiseShape">The shape of the mask: 1, the length of the input, or <see cref="Shape.Any"/> for that, on each axis.</param>
internal sealed class SharedDropoutOp(float rate, RandomStream stream, Shape noiseShape) : Op
{
    public override string Name => "Dropout";

    /// <summary>The fraction that is dropped.</summary>
    public float Rate => rate;

    /// <summary>Where random numbers come from.</summary>
    public RandomStream Stream => stream;

    /// <summary>The shape of what is drawn; 1 where values are dropped together.</summary>
    public Shape NoiseShape => noiseShape;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        MaskShape(inputs[0]);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        Shape shape = MaskShape(node.InputShape(0));
        Span<float> mask = node.Save<float>(0, shape.Size);
        stream.FillBernoulli(mask, 1f - rate, DropMask.Scale(rate));
        BroadcastKernels.Map(Geometry(node, shape), node.Input(0), mask, node.OutputSpan, default(MultiplyFunction));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape shape = MaskShape(node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        BroadcastKernels.AccumulateGradient(
            Geometry(node, shape), Operand.Left, node.Input(0), node.Saved<float>(0, shape.Size), node.OutputSpan, node.OutputGradient, dx,
            default(MultiplyFunction), accumulate);
    }

    public override Tensor GradientOps(Node node, int index, Tensor gradient) => gradient * FirstGradients.OfOnes(node, index);

    private Shape MaskShape(Shape input) => DropMask.For(noiseShape, input);

    private static BroadcastGeometry Geometry(Node node, Shape mask) =>
        BroadcastGeometry.Create(node.InputShape(0).AsSpan(), mask.AsSpan());
}
