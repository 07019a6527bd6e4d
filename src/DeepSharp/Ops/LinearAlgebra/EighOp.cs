using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Eigenvalues and eigenvectors of symmetric matrices, packed: (..., size + size·size).</summary>
internal sealed class EighOp : MatrixOp
{
    public static EighOp Instance { get; } = new();

    public override string Name => "Eigh";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        long size = Square(inputs[0]);
        return inputs[0][..^2].Append(Shape.LengthOf(size + size * size));
    }

    public override void Forward(Node node)
    {
        int size = Square(node.InputShape(0)), length = size * size;
        double[] values = new double[size], vectors = new double[length];
        for (int i = 0; i < Count(node.InputShape(0)); i++)
        {
            SymmetricEigen.Solve(node.Input(0).Slice(i * length, length), size, values, vectors);
            Span<float> to = node.OutputSpan.Slice(i * (size + length), size + length);
            Write(values, to);
            Write(vectors, to[size..]);
        }
    }

    // dA = V·(diag(dw) + F ∘ (Vᵀ·dV))·Vᵀ with F = 1/(w_j - w_i), made symmetric (Giles 2008, section 3.1).
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        int size = inputs[0].Shape[^1];
        Tensor[] parts = PackedMatrices.Split(output, [size], [size, size]);
        Tensor[] gradients = PackedMatrices.Split(gradient, [size], [size, size]);
        (Tensor w, Tensor v) = (parts[0], parts[1]);
        Tensor gaps = Ops.ExpandDims(w, -2) - Ops.ExpandDims(w, -1);
        Tensor inner = Ops.DivideNoNan(T(v).MatMul(gradients[1]), gaps) + Ops.ExpandDims(gradients[0], -1) * Ops.Eye(size);
        Tensor whole = v.MatMul(inner).MatMul(T(v));
        return 0.5 * (whole + T(whole));
    }
}
