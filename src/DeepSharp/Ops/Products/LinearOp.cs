using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>y = activation(x·w + b) over the last axis of x, which may have any rank from 1 on. The bias is optional.</summary>
internal sealed class LinearOp : Op
{
    private static readonly LinearOp s_plain = new(FusedActivation.None);
    private static readonly LinearOp s_relu = new(FusedActivation.ReLU);

    private LinearOp(FusedActivation activation) => Activation = activation;

    public override string Name => "Linear";

    /// <summary>What is applied to the sums, in the same pass.</summary>
    public FusedActivation Activation { get; }

    /// <summary>The op with an activation fused into it.</summary>
    public static LinearOp For(FusedActivation activation) => activation == FusedActivation.ReLU ? s_relu : s_plain;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape w) = (inputs[0], inputs[1]);
        if (w.Rank != 2) throw new ShapeException($"expected a kernel of rank 2 (inputs, outputs) but got {w}.");
        if (x.Rank == 0) throw new ShapeException("expected an input with at least one axis but got a single number, shape ().");
        if (x[^1] != w[0])
        {
            throw new ShapeException(
                $"expected the last axis of the input {x} to match the first axis of the kernel {w}: {x[^1]} != {w[0]}.");
        }

        if (inputs.Length > 2 && (inputs[2].Rank != 1 || inputs[2][0] != w[1]))
        {
            throw new ShapeException($"expected a bias of shape ({w[1]},) for the kernel {w} but got {inputs[2]}.");
        }

        return x.WithLast(w[1]);
    }

    public override void Forward(Node node)
    {
        (int rows, int inner, int columns) = Sizes(node);
        ReadOnlySpan<float> bias = node.InputCount > 2 ? node.Input(2) : [];
        MatMulKernels.MultiplyAddBias(node.Input(0), node.Input(1), bias, node.OutputSpan, rows, inner, columns, Activation);
    }

    public override void Backward(Node node)
    {
        (int rows, int inner, int columns) = Sizes(node);
        ReadOnlySpan<float> gradient = FusedGradient.Unfuse(node, Activation, columns);
        if (node.Needs(0))
        {
            // dx += g·wᵀ
            Span<float> dx = node.InputGradient(0, out bool accumulate);
            MatMulKernels.Multiply(gradient, transposeA: false, node.Input(1), transposeB: true, dx, rows, columns, inner, accumulate);
        }

        if (node.Needs(1))
        {
            // dw += xᵀ·g: a shared layer contributes once per use.
            Span<float> dw = node.InputGradient(1, out bool accumulate);
            MatMulKernels.Multiply(node.Input(0), transposeA: true, gradient, transposeB: false, dw, inner, rows, columns, accumulate);
            if (!accumulate && ProductBound.IsFinite(node.Input(0), gradient, rows, dw.Length)) node.KnowFinite(1);
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Tensor x = inputs[0], w = inputs[1];
        Tensor rows = FusedGradient.Unfuse(Activation, output, gradient).Reshape([-1, w.Shape[1]]);
        return index switch
        {
            0 => rows.MatMul(w, transposeB: true).Reshape(x.Shape),
            1 => x.Reshape([-1, w.Shape[0]]).MatMul(rows, transposeA: true),
            _ => rows.Sum(0),
        };
    }

    private static (int Rows, int Inner, int Columns) Sizes(Node node)
    {
        Shape w = node.InputShape(1);
        return (node.InputShape(0).WithLast(1).Size, w[0], w[1]);
    }
}
