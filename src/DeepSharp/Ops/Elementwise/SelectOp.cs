using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Of inputs (mask, a, b) of one shape: a where the mask is not 0, b where it is. The mask has no gradient.</summary>
internal sealed class SelectOp : Op
{
    public static readonly SelectOp Instance = new();

    public override string Name => "Where";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs[0] != inputs[1] || inputs[0] != inputs[2])
        {
            throw new ShapeException($"expected three equal shapes but got {inputs[0]}, {inputs[1]} and {inputs[2]}.");
        }

        return inputs[0];
    }

    public override void Forward(Node node) => SelectKernels.Map(node.Input(0), node.Input(1), node.Input(2), node.OutputSpan);

    public override void Backward(Node node)
    {
        AddGradient(node, 1, forTrue: true);
        AddGradient(node, 2, forTrue: false);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) => index switch
    {
        1 => Tensor.Where(inputs[0], gradient, Tensor.Constant(0f)),
        2 => Tensor.Where(inputs[0], Tensor.Constant(0f), gradient),
        _ => null,
    };

    private static void AddGradient(Node node, int index, bool forTrue)
    {
        if (!node.Needs(index)) return;
        Span<float> gradient = node.InputGradient(index, out bool accumulate);
        SelectKernels.AccumulateGradient(node.Input(0), node.OutputGradient, gradient, forTrue, accumulate);
    }
}
