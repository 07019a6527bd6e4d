namespace DeepSharp;

// In terms of ops, for gradients of gradients. The moving statistics, which no gradient goes to, do not move once more.
internal sealed partial class BatchNormOp
{
    private static readonly ExpandDimsOp s_beforeChannels = new(-2);

    public override Tensor? OutputOps(Node node)
    {
        // The corrections of a renormalization are constants that only the forward pass knows.
        if (renorm is not null) return null;
        Tensor x = node.InputTensor(0);
        (Tensor mean, Tensor variance) = training
            ? Moments(x, masked ? node.InputTensor(node.InputCount - 1) : null)
            : (Tape.Detach(node.InputTensor(Mean)), Tape.Detach(node.InputTensor(Variance)));
        Tensor y = (x - mean) / (variance + epsilon).Sqrt();
        if (scale) y *= node.InputTensor(Gamma);
        return center ? y + node.InputTensor(Beta) : y;
    }

    private (Tensor Mean, Tensor Variance) Moments(Tensor x, Tensor? mask)
    {
        Span<int> rows = stackalloc int[x.Rank - 1];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        if (mask is null)
        {
            Tensor all = x.Mean(rows);
            return (all, (x - all).Square().Mean(rows));
        }

        Tensor counts = WithChannels(Tape.Detach(mask).NotEqualTo(0)), count = counts.BroadcastTo(x.Shape).Sum(rows).Maximum(1);
        Tensor mean = (x * counts).Sum(rows) / count;
        return (mean, ((x - mean).Square() * counts).Sum(rows) / count);
    }

    // One axis more, so that a mask stretches to the input, whose channels are at the end.
    private Tensor WithChannels(Tensor counts)
    {
        if (maskAxis is not { } given) return Tape.Run(ExpandDimsOp.Last, counts);
        int axis = given < 0 ? given + counts.Rank + 1 : given;
        Span<int> order = stackalloc int[counts.Rank];
        for (int i = 0; i < order.Length; i++) order[i] = i < axis ? i : i + 1;
        order[^1] = axis;
        return Tape.Run(s_beforeChannels, counts.Transpose(order));
    }
}
