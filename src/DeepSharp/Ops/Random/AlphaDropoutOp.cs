using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Dropout that keeps mean and variance of values that a SELU gave: dropped ones become its limit far below 0, and all are scaled and
/// shifted (Klambauer et al. 2017, Self-Normalizing Neural Networks).
/// </summary>
/// <param name="rate">The probability of being dropped.</param>
/// <param name="stream">The random numbers.</param>
/// <param name="noiseShape">The shape of what is drawn; null for the input's.</param>
internal sealed class AlphaDropoutOp(float rate, RandomStream stream, Shape? noiseShape) : Op
{
    // -α·scale of the SELU.
    private const double Saturation = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

    // a = ((1 − rate)·(1 + rate·α'²))^-½, and a·(x kept, else α') − a·α'·rate.
    private readonly float _factor = (float)Factor(rate);
    private readonly AlphaDropoutFunction _function = new((float)Saturation, (float)(Factor(rate) * Saturation * (1 - rate)));

    public override string Name => "AlphaDropout";

    /// <summary>The fraction that is dropped.</summary>
    public float Rate => rate;

    /// <summary>Where random numbers come from.</summary>
    public RandomStream Stream => stream;

    /// <summary>The shape of what is drawn; null for the input's.</summary>
    public Shape? NoiseShape => noiseShape;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        DropMask.For(noiseShape, inputs[0]);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        Shape shape = DropMask.For(noiseShape, node.InputShape(0));
        Span<float> mask = node.Save<float>(0, shape.Size);
        stream.FillBernoulli(mask, 1f - rate, _factor);
        BroadcastKernels.Map(Geometry(node, shape), node.Input(0), mask, node.OutputSpan, _function);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape shape = DropMask.For(noiseShape, node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        BroadcastKernels.AccumulateGradient(
            Geometry(node, shape), Operand.Left, node.Input(0), node.Saved<float>(0, shape.Size), node.OutputSpan, node.OutputGradient, dx,
            _function, accumulate);
    }

    public override Tensor GradientOps(Node node, int index, Tensor gradient) => gradient * FirstGradients.OfOnes(node, index);

    private static double Factor(double rate) => 1 / Math.Sqrt((1 - rate) * (1 + rate * Saturation * Saturation));

    private static BroadcastGeometry Geometry(Node node, Shape mask) =>
        BroadcastGeometry.Create(node.InputShape(0).AsSpan(), mask.AsSpan());
}
