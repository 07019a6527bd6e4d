using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>y = eˣ / Σ eˣ over an axis.</summary>
internal sealed class SoftmaxOp(int axis) : Op
{
    public override string Name => "Softmax";

    /// <summary>The axis to sum over; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        inputs[0].NormalizeAxis(axis);
        return inputs[0];
    }

    public override ProbabilityFunction ProbabilitiesOf(Shape output) =>
        output.NormalizeAxis(axis) == output.Rank - 1 ? ProbabilityFunction.Softmax : ProbabilityFunction.None;

    public override void Forward(Node node)
    {
        var view = AxisView.Of(node.Output.Shape, axis);
        SoftmaxKernels.Softmax(node.Input(0), view.Outer, view.Length, view.Inner, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        var view = AxisView.Of(node.Output.Shape, axis);
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        SoftmaxKernels.AccumulateSoftmaxGradient(
            node.OutputSpan, node.OutputGradient, view.Outer, view.Length, view.Inner, gradient, accumulate);
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        output * (gradient - (gradient * output).Sum(axis, keepDims: true));
}
