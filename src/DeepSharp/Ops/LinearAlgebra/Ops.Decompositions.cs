namespace DeepSharp;

// Matrices as products of others. All sums are made in doubles.
public static partial class Ops
{
    /// <summary>Q with orthonormal columns and an upper triangle R, of x = Q·R.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="mode"><c>"reduced"</c>: Q is as wide as the shorter side; or <c>"complete"</c>: Q is square.</param>
    /// <returns>(..., rows, width) and (..., width, columns). Gradients need a square R.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static (Tensor Q, Tensor R) Qr(Tensor x, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete"))
        {
            throw new ArgumentException($"Qr: expected a mode of reduced or complete but got '{mode}'.", nameof(mode));
        }

        var op = new QrOp(mode == "complete");
        Tensor packed = Tape.Run(op, Require(x));
        (Shape q, Shape r) = op.Parts(x.Shape);
        Tensor[] parts = PackedMatrices.Split(packed, q, r);
        return (parts[0], parts[1]);
    }

    /// <summary>Eigenvalues, rising, and eigenvectors of symmetric matrices.</summary>
    /// <param name="x">(..., size, size). The lower triangle is read.</param>
    /// <returns>(..., size) and (..., size, size), with the vectors as columns. Gradients of the vectors need different values.</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    public static (Tensor Eigenvalues, Tensor Eigenvectors) Eigh(Tensor x)
    {
        Tensor packed = Tape.Run(EighOp.Instance, Require(x));
        int size = x.Shape[^1];
        Tensor[] parts = PackedMatrices.Split(packed, [size], [size, size]);
        return (parts[0], parts[1]);
    }

    /// <summary>Singular values, falling, and vectors of matrices: x = U·diag(S)·Vh.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="fullMatrices">Whether U and Vh are square; what is beyond the shorter side has no gradient.</param>
    /// <returns>U (..., rows, k), S (..., k) and Vh (..., k, columns), with k the shorter side or, of U and Vh, all.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static (Tensor U, Tensor S, Tensor Vh) Svd(Tensor x, bool fullMatrices = true)
    {
        Tensor packed = Tape.Run(SvdOp.Instance, Require(x));
        (Shape su, Shape ss, Shape sv) = SvdOp.Parts(x.Shape);
        Tensor[] parts = PackedMatrices.Split(packed, su, ss, sv);
        (Tensor u, Tensor s, Tensor vh) = (parts[0], parts[1], parts[2]);
        if (fullMatrices && su[0] > su[1]) u = Completed(u);
        if (fullMatrices && sv[1] > sv[0]) vh = SwapAxes(Completed(SwapAxes(vh, -2, -1)), -2, -1);
        return (u, s, vh);
    }

    /// <summary>Singular values of matrices, falling: Keras's <c>svd</c> with <c>compute_uv=False</c>.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <returns>(..., k), with k the shorter side.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor SingularValues(Tensor x) => Svd(x, fullMatrices: false).S;

    /// <summary>Moore and Penrose's inverse, which every matrix has.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="rcond">Singular values up to this share of the largest count as 0; null for the longer side times 1.2e-7.</param>
    /// <returns>(..., columns, rows). The gradient is that for matrices of the same rank.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Pinv(Tensor x, double? rcond = null) => Tape.Run(new PseudoInverseOp(rcond), Require(x));

    /// <summary>The x with the least squares of a·x - b; of several the shortest.</summary>
    /// <param name="a">(rows, columns).</param>
    /// <param name="b">(rows,) or (rows, right sides).</param>
    /// <param name="rcond">Singular values up to this share of the largest count as 0; null for the longer side times 1.2e-7.</param>
    /// <returns>(columns,) or (columns, right sides).</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor Lstsq(Tensor a, Tensor b, double? rcond = null)
    {
        (Shape matrix, Shape right) = (Require(a).Shape, Require(b).Shape);
        if (matrix.Rank != 2 || right.Rank is not (1 or 2) || right[0] != matrix[0])
        {
            throw new ShapeException($"Lstsq: expected a matrix and as many right sides as it has rows but got {matrix} and {right}.");
        }

        Tensor x = Pinv(a, rcond).MatMul(right.Rank == 1 ? ExpandDims(b, -1) : b);
        return right.Rank == 1 ? Squeeze(x, -1) : x;
    }

    /// <summary>How many singular values are above a limit. No gradient.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="tol">The limit; null for the largest one times the longer side times 1.2e-7.</param>
    /// <returns>(...); NaN for a matrix that is not finite.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor MatrixRank(Tensor x, double? tol = null)
    {
        const double FloatStep = 1.1920929e-7;
        Tensor s = SingularValues(StopGradient(x));
        if (s.Shape[^1] == 0) return Zeros(s.Shape[..^1]);
        Tensor limit = tol is { } given
            ? Tensor.Constant((float)given) : Max(s, axis: -1, keepDims: true) * (FloatStep * Math.Max(x.Shape[^2], x.Shape[^1]));

        // 0 times a value is NaN where that is not finite, and 0 elsewhere.
        return Sum(Greater(s, limit) + 0 * s, axis: -1);
    }

    // Further columns at right angles to those that are there.
    private static Tensor Completed(Tensor q)
    {
        int width = q.Shape[^1];
        Tensor all = StopGradient(Qr(StopGradient(q), "complete").Q);
        return Concatenate([q, Tape.Run(new PartOp(-1, width, q.Shape[^2] - width), all)], axis: -1);
    }
}
