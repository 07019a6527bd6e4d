using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = activation(x·w + b) over the last axis of x with a <see cref="PackedKernel"/>, in predictions only: the bits of
/// <see cref="LinearOp"/>, and of a convolution by single pixels. The bias is optional.
/// </summary>
internal sealed class PackedLinearOp(PackedKernel kernel, FusedActivation activation) : Op
{
    public override string Name => "Linear";

    /// <summary>The weights.</summary>
    public PackedKernel Kernel => kernel;

    /// <summary>What follows.</summary>
    public FusedActivation Activation => activation;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 0 || x[^1] != kernel.Inputs)
        {
            throw new ShapeException(
                $"expected the last axis of the input {x} to match the first axis of the kernel ({kernel.Inputs}, {kernel.Outputs}).");
        }

        return x.WithLast(kernel.Outputs);
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> bias = node.InputCount > 1 ? node.Input(1) : [];
        int rows = node.InputShape(0).WithLast(1).Size;
        MatMulKernels.MultiplyPacked(node.Input(0), kernel.Values, bias, node.OutputSpan, rows, kernel.Inputs, kernel.Outputs, activation);
    }

    public override void Backward(Node node) => throw new InvalidOperationException("Linear: kept weights are for predictions only.");
}
