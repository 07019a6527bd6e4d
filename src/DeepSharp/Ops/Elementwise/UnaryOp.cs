using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>An element-wise function of one tensor: y = f(x).</summary>
internal sealed class UnaryOp<TFunction>(string name, TFunction function) : Op where TFunction : unmanaged, IUnaryFunction, IUnaryGradient
{
    public override string Name => name;

    /// <summary>The function, with its parameters.</summary>
    public TFunction Function => function;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override ProbabilityFunction ProbabilitiesOf(Shape output) =>
        typeof(TFunction) == typeof(SigmoidFunction) ? ProbabilityFunction.Sigmoid : ProbabilityFunction.None;

    public override void Forward(Node node) => UnaryKernels.Map(node.Input(0), node.OutputSpan, function);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        UnaryKernels.AccumulateGradient(node.Input(0), node.OutputSpan, node.OutputGradient, gradient, function, accumulate);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        UnarySlopes.Of(function, inputs[0], output) is { } slope ? gradient * slope : null;
}
