using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>y = x - log Σ eˣ over an axis.</summary>
internal sealed class LogSoftmaxOp(int axis) : Op
{
    public override string Name => "LogSoftmax";

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        inputs[0].NormalizeAxis(axis);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        var view = AxisView.Of(node.Output.Shape, axis);
        SoftmaxKernels.LogSoftmax(node.Input(0), view.Outer, view.Length, view.Inner, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        var view = AxisView.Of(node.Output.Shape, axis);
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        SoftmaxKernels.AccumulateLogSoftmaxGradient(
            node.OutputSpan, node.OutputGradient, view.Outer, view.Length, view.Inner, gradient, accumulate);
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        gradient - output.Exp() * gradient.Sum(axis, keepDims: true);
}
