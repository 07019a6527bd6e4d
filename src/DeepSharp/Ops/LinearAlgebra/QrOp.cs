using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Q and R of A = Q·R, packed: (..., rows·width + width·columns).</summary>
internal sealed class QrOp(bool isComplete) : MatrixOp
{
    public override string Name => "Qr";

    /// <summary>Whether Q is square, rather than as wide as the shorter side.</summary>
    public bool IsComplete => isComplete;

    /// <summary>The shapes of Q and R of a matrix.</summary>
    public (Shape Q, Shape R) Parts(Shape input)
    {
        (int rows, int columns) = Sizes(input);
        int width = isComplete ? rows : Math.Min(rows, columns);
        return ([rows, width], [width, columns]);
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape q, Shape r) = Parts(inputs[0]);
        return inputs[0][..^2].Append(Shape.LengthOf((long)q.Size + r.Size));
    }

    public override void Forward(Node node)
    {
        Shape shape = node.InputShape(0);
        (Shape q, Shape r) = Parts(shape);
        for (int i = 0; i < Count(shape); i++)
        {
            double[] left = new double[q.Size], right = new double[r.Size];
            QrFactors.Factor(Matrix(node.Input(0), i, shape[^2] * shape[^1]), shape[^2], shape[^1], q[1], left, right);
            Span<float> to = node.OutputSpan.Slice(i * (q.Size + r.Size), q.Size + r.Size);
            Write(left, to);
            Write(right, to[q.Size..]);
        }
    }

    // dA = (dQ + Q·sym(M))·R⁻ᵀ with M = R·dRᵀ - dQᵀ·Q (Walter & Lehmann 2018); of wide matrices and a square Q of tall ones there is none.
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        (Shape shapeOfQ, Shape shapeOfR) = Parts(inputs[0].Shape);
        if (shapeOfR[0] != shapeOfR[1])
        {
            throw new NotSupportedException(
                "Qr: expected a square R for the gradient, as matrices with at least as many rows as columns have in mode 'reduced', " +
                $"but got {shapeOfR}.");
        }

        Tensor[] parts = PackedMatrices.Split(output, shapeOfQ, shapeOfR), gradients = PackedMatrices.Split(gradient, shapeOfQ, shapeOfR);
        (Tensor q, Tensor r, Tensor dq, Tensor dr) = (parts[0], parts[1], gradients[0], gradients[1]);
        Tensor m = r.MatMul(T(dr)) - T(dq).MatMul(q);
        Tensor lower = Ops.Tril(m, -1), symmetric = Ops.Tril(m) + T(lower);
        return T(Tape.Run(new SolveOp(EquationKind.Upper), r, T(dq + q.MatMul(symmetric))));
    }
}
