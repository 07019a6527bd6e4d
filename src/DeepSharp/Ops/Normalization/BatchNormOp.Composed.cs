namespace DeepSharp;

// In terms of ops, for gradients of gradients. The moving statistics, which no gradient goes to, do not move once more.
internal sealed partial class BatchNormOp
{
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

    private static (Tensor Mean, Tensor Variance) Moments(Tensor x, Tensor? mask)
    {
        Span<int> rows = stackalloc int[x.Rank - 1];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        if (mask is null)
        {
            Tensor all = x.Mean(rows);
            return (all, (x - all).Square().Mean(rows));
        }

        Tensor counts = Tape.Detach(mask).NotEqualTo(0), count = counts.Sum().Maximum(1);
        counts = Tape.Run(ExpandDimsOp.Last, counts);
        Tensor mean = (x * counts).Sum(rows) / count;
        return (mean, ((x - mean).Square() * counts).Sum(rows) / count);
    }
}
