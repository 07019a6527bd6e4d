namespace DeepSharp;

/// <summary>What rows say of ids.</summary>
internal enum IdRows
{
    /// <summary>A row for each id.</summary>
    Each,

    /// <summary>A row for each sample: which ids it has.</summary>
    Any,

    /// <summary>A row for each sample: how often it has each, or the sum of their weights.</summary>
    Sum,
}

/// <summary>
/// Rows of ids: of all that lie along axis 1, or along the only axis. Ids below 0 count nowhere; of numbers the fraction is cut off. Ids
/// have no gradient; weights of sums, a second input of the same shape, do.
/// </summary>
internal sealed class IdRowsOp(int depth, IdRows rows) : Op
{
    public override string Name => "IdRows";

    public override bool IsLinearIn(int index) => index == 1;

    /// <summary>How many ids there are.</summary>
    public int Depth => depth;

    /// <summary>What rows say.</summary>
    public IdRows Rows => rows;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape ids = inputs[0];
        if (inputs.Length > 1 && inputs[1] != ids) throw new ShapeException($"expected a weight for each id, {ids}, but got {inputs[1]}.");
        if (rows != IdRows.Each) return ids.Rank < 2 ? [depth] : ids[2..].Prepend(ids[0]).Append(depth);
        Shape one = ids.Rank > 1 && ids[^1] == 1 ? ids[..^1] : ids;
        if (one.Rank < Shape.MaxRank) return one.Append(depth);
        throw new ShapeException($"expected at most {Shape.MaxRank - 1} axes, since one_hot adds one, but got {ids}.");
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> ids = node.Input(0);
        ReadOnlySpan<float> weights = node.InputCount > 1 ? node.Input(1) : default;
        Span<float> to = node.OutputSpan;
        to.Clear();
        (int steps, int inner) = Steps(node.InputShape(0));
        for (int i = 0; i < ids.Length; i++)
        {
            if (!(ids[i] < depth)) throw Unknown(ids[i]);
            int id = (int)ids[i];
            if (ids[i] <= -1f) continue;
            ref float value = ref to[RowOf(i, steps, inner) * depth + id];
            value = rows == IdRows.Sum ? value + (weights.IsEmpty ? 1f : weights[i]) : 1f;
        }
    }

    public override void Backward(Node node)
    {
        if (node.InputCount < 2 || !node.Needs(1)) return;
        ReadOnlySpan<float> ids = node.Input(0), gradient = node.OutputGradient;
        Span<float> to = node.InputGradient(1, out bool accumulate);
        (int steps, int inner) = Steps(node.InputShape(0));
        for (int i = 0; i < ids.Length; i++)
        {
            float share = ids[i] <= -1f ? 0f : gradient[RowOf(i, steps, inner) * depth + (int)ids[i]];
            to[i] = accumulate ? to[i] + share : share;
        }
    }

    // What lies along axis 1 shares a row.
    private (int Steps, int Inner) Steps(Shape ids) =>
        rows == IdRows.Each ? (1, 1) : ids.Rank < 2 ? (ids.Size, 1) : (ids[1], ids[2..].Size);

    private static int RowOf(int i, int steps, int inner) => i / (steps * inner) * inner + i % inner;

    private ValueException Unknown(float id) => new(FormattableString.Invariant(
        $"expected ids below {depth} but got {id}. Give as many tokens as there are ids, or use an IntegerLookup for others."));
}
