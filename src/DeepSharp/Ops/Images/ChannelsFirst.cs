namespace DeepSharp;

/// <summary>
/// Between samples with their channels first, (batch, channels, ...), and channels last, (batch, ..., channels), which all is computed
/// with. Shapes and tensors of two axes or fewer are the same in both.
/// </summary>
internal static class ChannelsFirst
{
    private const int FewestAxes = 3;

    private static readonly TransposeOp[] s_toLast = Ops(rank => [0, .. Enumerable.Range(2, rank - 2), 1]);
    private static readonly TransposeOp[] s_toFirst = Ops(rank => [0, rank - 1, .. Enumerable.Range(1, rank - 2)]);

    /// <summary>(batch, channels, ...) as (batch, ..., channels), with the same mask.</summary>
    public static Tensor ToLast(Tensor tensor) => Run(s_toLast, tensor);

    /// <summary>(batch, ..., channels) as (batch, channels, ...), with the same mask.</summary>
    public static Tensor ToFirst(Tensor tensor) => Run(s_toFirst, tensor);

    /// <inheritdoc cref="ToLast(Tensor)"/>
    public static Shape ToLast(Shape shape) => shape.Rank < FewestAxes ? shape : s_toLast[shape.Rank - FewestAxes].InferShape([shape]);

    /// <inheritdoc cref="ToFirst(Tensor)"/>
    public static Shape ToFirst(Shape shape) => shape.Rank < FewestAxes ? shape : s_toFirst[shape.Rank - FewestAxes].InferShape([shape]);

    private static Tensor Run(TransposeOp[] ops, Tensor tensor)
    {
        if (tensor.Rank < FewestAxes) return tensor;
        Tensor result = Tape.Run(ops[tensor.Rank - FewestAxes], tensor);
        result.Mask = tensor.Mask;
        return result;
    }

    private static TransposeOp[] Ops(Func<int, int[]> permutation) =>
        [.. Enumerable.Range(FewestAxes, Shape.MaxRank - FewestAxes + 1).Select(rank => new TransposeOp(permutation(rank)))];
}
