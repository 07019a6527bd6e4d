namespace DeepSharp;

// Ioffe 2017, Batch Renormalization: y = γ·((x − mean)/σ·r + d) + β, where r = σ/renormDeviation and d = (mean −
// renormMean)/renormDeviation, within limits, count as constants. Three more inputs follow the others: moving deviation, renormMean,
// renormDeviation.
internal sealed partial class BatchNormOp
{
    // A value for each channel: r, d, γ·r, β + γ·d and the deviation of the batch.
    private const int CorrectionSlot = 2;
    private const int Corrections = 5;

    private int MovingDeviation => (scale ? 1 : 0) + (center ? 1 : 0) + Gamma;

    private int RenormMean => MovingDeviation + 1;

    private int RenormDeviation => MovingDeviation + 2;

    private static Span<float> Correction(Span<float> all, int index) =>
        all.Slice(index * (all.Length / Corrections), all.Length / Corrections);

    /// <summary>Finds r and d before anything moves; what is multiplied by and added then stands in the last of them.</summary>
    private void Correct(Node node, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance)
    {
        Span<float> all = node.Save<float>(CorrectionSlot, (long)Corrections * mean.Length);
        ReadOnlySpan<float> oldMean = node.Input(RenormMean), oldDeviation = node.Input(RenormDeviation);
        float least = MathF.Sqrt(epsilon);
        for (int c = 0; c < mean.Length; c++)
        {
            float deviation = MathF.Sqrt(variance[c] + epsilon), divisor = MathF.Max(oldDeviation[c], least);
            float r = deviation / divisor, d = (mean[c] - oldMean[c]) / divisor;
            if (renorm!.LeastScale is { } lower) r = MathF.Max(r, lower);
            if (renorm.LargestScale is { } upper) r = MathF.Min(r, upper);
            if (renorm.LargestShift is { } shift) d = Math.Clamp(d, -shift, shift);
            float gamma = scale ? node.Input(Gamma)[c] : 1f, beta = center ? node.Input(Beta)[c] : 0f;
            (Correction(all, 0)[c], Correction(all, 1)[c]) = (r, d);
            (Correction(all, 2)[c], Correction(all, 3)[c], Correction(all, 4)[c]) = (gamma * r, beta + gamma * d, deviation);
        }
    }

    private void MoveRenormalized(Node node, ReadOnlySpan<float> mean)
    {
        ReadOnlySpan<float> deviation = Correction(node.Saved<float>(CorrectionSlot, (long)Corrections * mean.Length), 4);
        Move(node.InputTensor(RenormMean), mean, renorm!.Momentum);
        Move(node.InputTensor(RenormDeviation), deviation, renorm.Momentum);
        Move(node.InputTensor(Mean), mean, momentum);
        Move(node.InputTensor(MovingDeviation), deviation, momentum);
        if (Tape.Current?.LateMoves is { } late) late.AddVariance(node.InputTensor(Variance), node.InputTensor(MovingDeviation), epsilon);
        else LateMoves.ApplyVariance(node.InputTensor(Variance).Values, node.InputTensor(MovingDeviation).Values, epsilon);
    }

    /// <summary>The gradient of γ: Σ dy·((x − mean)/σ·r + d).</summary>
    private void AddRenormalizedGamma(Node node, ReadOnlySpan<float> sums, ReadOnlySpan<float> products, ReadOnlySpan<float> inverse)
    {
        Span<float> all = node.Saved<float>(CorrectionSlot, (long)Corrections * sums.Length),
            target = node.InputGradient(Gamma, out bool adds);
        ReadOnlySpan<float> r = Correction(all, 0), d = Correction(all, 1);
        for (int c = 0; c < target.Length; c++)
        {
            float value = products[c] * inverse[c] * r[c] + sums[c] * d[c];
            target[c] = adds ? target[c] + value : value;
        }
    }
}
