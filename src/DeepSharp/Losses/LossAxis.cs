namespace DeepSharp;

/// <summary>The argument <c>axis</c> of Keras's losses: the axis that a loss is over comes last, where kernels expect it.</summary>
internal static class LossAxis
{
    // By the rank and the place of the axis; made when it is first asked for.
    private static readonly TransposeOp?[,] s_moves = new TransposeOp?[Shape.MaxRank + 1, Shape.MaxRank];

    /// <summary>The tensor with an axis moved to the end; itself where it is there.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor ToLast(Tensor x, int axis)
    {
        int place = x.Shape.NormalizeAxis(axis);
        return place == x.Rank - 1 ? x : Tape.Run(s_moves[x.Rank, place] ??= Move(x.Rank, [place]), x);
    }

    /// <summary>Whether an axis is the last one of a shape.</summary>
    public static bool IsLast(Shape shape, int axis) => axis == -1 || shape.NormalizeAxis(axis) == shape.Rank - 1;

    /// <summary>An op that moves some axes to the end, in their order.</summary>
    /// <param name="rank">Of the tensors that it takes.</param>
    /// <param name="axes">Counted from the front.</param>
    public static TransposeOp Move(int rank, int[] axes) => new([.. Enumerable.Range(0, rank).Except(axes), .. axes.Order()]);
}
