using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>U, s and Vᵀ of A = U·diag(s)·Vᵀ, packed: (..., rows·k + k + k·columns) with k the shorter side.</summary>
internal sealed class SvdOp : MatrixOp
{
    public static SvdOp Instance { get; } = new();

    public override string Name => "Svd";

    /// <summary>The shapes of U, s and Vᵀ of a matrix.</summary>
    public static (Shape U, Shape S, Shape Vt) Parts(Shape input)
    {
        (int rows, int columns) = Sizes(input);
        int k = Math.Min(rows, columns);
        return ([rows, k], [k], [k, columns]);
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape u, Shape s, Shape vt) = Parts(inputs[0]);
        return inputs[0][..^2].Append(Shape.LengthOf((long)u.Size + s.Size + vt.Size));
    }

    public override void Forward(Node node)
    {
        Shape shape = node.InputShape(0);
        (Shape u, Shape s, Shape vt) = Parts(shape);
        (int rows, int columns) = Sizes(shape);
        double[] left = new double[u.Size], values = new double[s.Size], right = new double[vt.Size];
        for (int i = 0; i < Count(shape); i++)
        {
            SingularValues.Factor(node.Input(0).Slice(i * rows * columns, rows * columns), rows, columns, left, values, right);
            Span<float> to = node.OutputSpan[(i * (u.Size + s.Size + vt.Size))..];
            Write(left, to);
            Write(values, to[u.Size..]);
            Write(right, to[(u.Size + s.Size)..]);
        }
    }

    // Townsend 2016, "Differentiating the singular value decomposition", with F = 1/(s_j² - s_i²).
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        (Shape su, Shape ss, Shape sv) = Parts(inputs[0].Shape);
        Tensor[] parts = PackedMatrices.Split(output, su, ss, sv), gradients = PackedMatrices.Split(gradient, su, ss, sv);
        (Tensor u, Tensor s, Tensor v) = (parts[0], parts[1], T(parts[2]));
        (Tensor du, Tensor ds, Tensor dv) = (gradients[0], gradients[1], T(gradients[2]));
        Tensor column = Ops.ExpandDims(s, -1), row = Ops.ExpandDims(s, -2), gaps = Ops.Square(row) - Ops.Square(column);
        Tensor uu = T(u).MatMul(du), vv = T(v).MatMul(dv);
        Tensor inner = Ops.DivideNoNan(uu - T(uu), gaps) * row + column * Ops.DivideNoNan(vv - T(vv), gaps) +
            Ops.ExpandDims(ds, -1) * Ops.Eye(ss[0]);
        Tensor da = u.MatMul(inner).MatMul(T(v));
        if (su[0] > su[1]) da += Outside(u, Ops.DivideNoNan(du, row)).MatMul(T(v));
        if (sv[1] > sv[0]) da += u.MatMul(T(Outside(v, Ops.DivideNoNan(dv, row))));
        return da;
    }

    // What of x is at right angles to the columns of q.
    private static Tensor Outside(Tensor q, Tensor x) => x - q.MatMul(T(q).MatMul(x));
}
