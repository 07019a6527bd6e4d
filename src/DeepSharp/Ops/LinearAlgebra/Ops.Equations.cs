using DeepSharp.Kernels;

namespace DeepSharp;

// Inverses, determinants and equations. All sums are made in doubles.
public static partial class Ops
{
    /// <summary>Inverse matrices.</summary>
    /// <param name="x">(..., size, size).</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="ArithmeticException">A matrix is singular, or nearly so.</exception>
    public static Tensor Inv(Tensor x) => Tape.Run(InverseOp.Instance, Require(x));

    /// <summary>Determinants. The gradient is computed by <see cref="Inv"/>, which refuses matrices that have no inverse.</summary>
    /// <param name="x">(..., size, size).</param>
    /// <returns>(...).</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    public static Tensor Det(Tensor x) => Tape.Run(new DeterminantOp(DeterminantKind.Value), Require(x));

    /// <summary>Signs of determinants, and the logarithms of their magnitudes, which do not overflow. Signs have no gradient.</summary>
    /// <param name="x">(..., size, size).</param>
    /// <returns>Both (...); 0 and -∞ for a singular matrix.</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    public static (Tensor Sign, Tensor LogAbsDet) SlogDet(Tensor x) =>
        (Tape.Run(new DeterminantOp(DeterminantKind.Sign), Require(x)), Tape.Run(new DeterminantOp(DeterminantKind.Log), x));

    /// <summary>Logarithms of the determinants of symmetric positive definite matrices.</summary>
    /// <param name="x">(..., size, size).</param>
    /// <returns>(...).</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
    public static Tensor LogDet(Tensor x) => 2 * Sum(Log(Diagonal(Cholesky(x), 0, -2, -1)), axis: -1);

    /// <summary>Cholesky's factors of symmetric positive definite matrices: L of x = L·Lᵀ.</summary>
    /// <param name="x">(..., size, size). The lower triangle is read.</param>
    /// <param name="upper">Whether to give Lᵀ.</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
    public static Tensor Cholesky(Tensor x, bool upper = false)
    {
        Tensor lower = Tape.Run(CholeskyOp.Instance, Require(x));
        return upper ? SwapAxes(lower, -2, -1) : lower;
    }

    /// <summary>Inverses of matrices that are given by their Cholesky factors.</summary>
    /// <param name="x">(..., size, size): L, or Lᵀ.</param>
    /// <param name="upper">Whether it is Lᵀ.</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="ArithmeticException">A factor is singular.</exception>
    public static Tensor CholeskyInverse(Tensor x, bool upper = false)
    {
        Tensor inverse = Inv(upper ? Triu(x) : Tril(x));
        return upper ? inverse.MatMul(SwapAxes(inverse, -2, -1)) : SwapAxes(inverse, -2, -1).MatMul(inverse);
    }

    /// <summary>x of a·x = b.</summary>
    /// <param name="a">(..., size, size).</param>
    /// <param name="b">(..., size, columns), or (..., size) for one right side. Axes before broadcast.</param>
    /// <returns>As <paramref name="b"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArithmeticException">A matrix is singular, or nearly so.</exception>
    public static Tensor Solve(Tensor a, Tensor b) => Solved(EquationKind.General, a, b);

    /// <summary>x of a·x = b with a triangular matrix; the other triangle is not read.</summary>
    /// <param name="a">(..., size, size).</param>
    /// <param name="b">(..., size, columns), or (..., size) for one right side. Axes before broadcast.</param>
    /// <param name="lower">Whether it is the lower triangle.</param>
    /// <returns>As <paramref name="b"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArithmeticException">A value of a diagonal is 0.</exception>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = false) =>
        Solved(lower ? EquationKind.Lower : EquationKind.Upper, a, b);

    /// <summary>L and U of matrices with exchanged rows, in one, and the exchanges. No gradient.</summary>
    /// <param name="x">(..., size, size).</param>
    /// <returns>
    /// (..., size, size): U, and L below the diagonal, whose own is 1; (..., size): for each row, from the first, the one it changed places
    /// with.
    /// </returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    public static (Tensor Lu, Tensor Pivots) LuFactor(Tensor x)
    {
        Shape shape = Require(x).Shape;
        if (shape.Rank < 2 || shape[^1] != shape[^2])
        {
            throw new ShapeException($"LuFactor: expected square matrices, (..., size, size), but got {shape}.");
        }

        int size = shape[^1];
        Tensor lu = Tensor.Temporary(shape), pivots = Tensor.Temporary(shape[..^1]);
        for (int i = 0; i < shape[..^2].Size; i++)
        {
            var factors = LuFactors.Of(x.Values.Slice(i * size * size, size * size), size);
            for (int k = 0; k < size * size; k++) lu.Values[i * size * size + k] = (float)factors.Values[k];
            for (int k = 0; k < size; k++) pivots.Values[i * size + k] = factors.Pivots[k];
        }

        return (lu, pivots);
    }

    private static Tensor Solved(EquationKind kind, Tensor a, Tensor b)
    {
        var op = new SolveOp(kind);
        (Shape matrices, Shape right) = (Require(a).Shape, Require(b).Shape);
        if (matrices.Rank < 2 || right.Rank < 1)
        {
            throw new ShapeException($"{op.Name}: expected matrices and right sides but got {matrices} and {right}.");
        }

        // One axis less than the matrices: one right side each.
        bool isVector = right.Rank == matrices.Rank - 1;
        if (isVector) (b, right) = (ExpandDims(b, -1), right.Append(1));
        Shape batch = Shape.Broadcast(matrices[..^2], right[..^2]);
        a = a.BroadcastTo(Shape.Create([.. batch.AsSpan(), .. matrices[^2..].AsSpan()]));
        b = b.BroadcastTo(Shape.Create([.. batch.AsSpan(), .. right[^2..].AsSpan()]));
        Tensor x = Tape.Run(op, a, b);
        return isVector ? Squeeze(x, -1) : x;
    }
}
