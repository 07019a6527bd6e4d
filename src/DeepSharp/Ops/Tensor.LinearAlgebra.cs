namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The product of matrices: this, (..., rows, inner), times <paramref name="other"/>, (..., inner, columns).</summary>
    /// <remarks>Axes before the last two are batches of matrices, and broadcast as in NumPy.</remarks>
    /// <param name="other">The right operand.</param>
    /// <param name="transposeA">Whether this is stored as (..., inner, rows).</param>
    /// <param name="transposeB">Whether <paramref name="other"/> is stored as (..., columns, inner).</param>
    /// <exception cref="ShapeException">An operand has fewer than two axes, or the inner lengths or the batches do not fit.</exception>
    /// <example><code>
    /// Tensor scores = queries.MatMul(keys, transposeB: true);   // (8, 10, 64) by (8, 20, 64) to (8, 10, 20)
    /// </code></example>
    public Tensor MatMul(Tensor other, bool transposeA = false, bool transposeB = false) =>
        Tape.Run(MatMulOp.For(transposeA, transposeB), this, Require(other));

    /// <summary>The axes in reverse order, as a copy: a matrix is transposed.</summary>
    public Tensor Transpose() => Tape.Run(TransposeOp.Reverse, this);

    /// <summary>The axes in another order, as a copy: axis i of the result is axis <c>permutation[i]</c> of this tensor.</summary>
    /// <exception cref="ShapeException">The permutation does not name every axis once.</exception>
    /// <example><code>Tensor channelsFirst = images.Transpose([0, 3, 1, 2]);   // (32, 28, 28, 3) to (32, 3, 28, 28)</code></example>
    public Tensor Transpose(ReadOnlySpan<int> permutation) => Tape.Run(new TransposeOp(permutation.ToArray()), this);

    /// <summary>
    /// This tensor stretched to a shape by NumPy's rules: missing leading axes and axes of length 1 repeat. A copy, or this tensor
    /// itself if it has the shape.
    /// </summary>
    /// <exception cref="ShapeException">The tensor does not stretch to the shape.</exception>
    /// <example><code>Tensor rows = Tensor.From([1, 2, 3]).BroadcastTo([4, 3]);</code></example>
    public Tensor BroadcastTo(Shape shape) => shape == Shape ? this : Tape.Run(new BroadcastToOp(shape), this);
}
