using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>L of A = L·Lᵀ.</summary>
internal sealed class CholeskyOp : MatrixOp
{
    public static CholeskyOp Instance { get; } = new();

    public override string Name => "Cholesky";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Square(inputs[0]);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        int size = Square(node.InputShape(0)), count = Count(node.InputShape(0)), length = size * size;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> matrix = node.Input(0).Slice(i * length, length);
            if (CholeskyFactor.TryFactor(matrix, size, node.OutputSpan.Slice(i * length, length))) continue;
            throw new ArithmeticException(
                $"Cholesky: expected symmetric positive definite matrices but {(count == 1 ? "the matrix" : $"matrix {i} of {count}")} " +
                "is not positive definite, or has values that are not finite. Correct these, or add a small multiple of the identity.");
        }
    }

    // dA = sym(L⁻ᵀ·Φ(Lᵀ·dL)·L⁻¹) with Φ the lower triangle and half of the diagonal (Murray 2016, equation 10).
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        Tensor inner = T(output).MatMul(Ops.Tril(gradient));
        Tensor half = Ops.Tril(inner) - 0.5 * inner * Ops.Eye(inner.Shape[^1]);
        Tensor inverse = Ops.Inv(output);
        Tensor whole = T(inverse).MatMul(half).MatMul(inverse);
        return 0.5 * (whole + T(whole));
    }
}
