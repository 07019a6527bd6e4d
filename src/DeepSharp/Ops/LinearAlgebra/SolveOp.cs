using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Which matrices equations have.</summary>
internal enum EquationKind
{
    /// <summary>Any that have an inverse.</summary>
    General,

    /// <summary>The lower triangle counts.</summary>
    Lower,

    /// <summary>The upper triangle counts.</summary>
    Upper,
}

/// <summary>x of A·x = b, for matrices A (..., size, size) and b (..., size, columns) with the same axes before.</summary>
internal sealed class SolveOp(EquationKind kind) : MatrixOp
{
    public override string Name => kind == EquationKind.General ? "Solve" : "SolveTriangular";

    /// <summary>Which matrices they are.</summary>
    public EquationKind Kind => kind;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        int size = Square(inputs[0]);
        Sizes(inputs[1]);
        if (inputs[1][^2] == size && inputs[0][..^2] == inputs[1][..^2]) return inputs[1];
        throw new ShapeException($"expected right sides of shape (..., {size}, columns) for matrices of {inputs[0]} but got {inputs[1]}.");
    }

    public override void Forward(Node node)
    {
        int size = Square(node.InputShape(0)), count = Count(node.InputShape(0)), columns = node.InputShape(1)[^1];
        for (int i = 0; i < count; i++)
        {
            double[] b = Matrix(node.Input(1), i, size * columns);
            if (kind == EquationKind.General)
            {
                var factors = LuFactors.Of(node.Input(0).Slice(i * size * size, size * size), size);
                if (factors.IsSingular) throw Singular(i, count);
                factors.Solve(b, columns);
            }
            else
            {
                double[] a = Matrix(node.Input(0), i, size * size);
                for (int k = 0; k < size; k++)
                {
                    if (a[k * size + k] == 0) throw Singular(i, count);
                }

                if (kind == EquationKind.Lower) Triangles.SolveLower(a, size, b, columns);
                else Triangles.SolveUpper(a, size, b, columns);
            }

            Write(b, node.OutputSpan[(i * b.Length)..]);
        }
    }

    // db = A⁻ᵀ·dx, dA = -db·xᵀ
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        EquationKind transposed = kind switch
        {
            EquationKind.Lower => EquationKind.Upper,
            EquationKind.Upper => EquationKind.Lower,
            _ => EquationKind.General,
        };
        Tensor db = Tape.Run(new SolveOp(transposed), T(inputs[0]), gradient);
        if (index == 1) return db;
        Tensor da = -db.MatMul(T(output));
        return kind switch { EquationKind.Lower => Ops.Tril(da), EquationKind.Upper => Ops.Triu(da), _ => da };
    }
}
