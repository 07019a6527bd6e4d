namespace DeepSharp;

/// <summary>
/// One number from the losses of the samples, with optional weights: Σ w·l divided by the number of losses, by Σ w, or by nothing, as the
/// <see cref="Reduction"/> says. Weights of shape (batch,) count for all losses of a sample.
/// </summary>
internal sealed class LossReductionOp : Op
{
    private static readonly LossReductionOp[] s_instances = [.. Enum.GetValues<Reduction>(
        ).Select(reduction => new LossReductionOp(reduction))];

    private LossReductionOp(Reduction reduction) => Reduction = reduction;

    public override string Name => "Loss reduction";

    /// <summary>How losses become one number.</summary>
    public Reduction Reduction { get; }

    public static LossReductionOp For(Reduction reduction) => s_instances[(int)reduction];

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape losses = inputs[0];
        if (inputs.Length == 2) LossShapes.CheckWeights(inputs[1], losses);
        return Reduction == Reduction.None ? losses : [];
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> losses = node.Input(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        int perWeight = weights.IsEmpty ? 1 : losses.Length / weights.Length;
        if (Reduction == Reduction.None)
        {
            for (int i = 0; i < losses.Length; i++) node.OutputSpan[i] = Weighted(losses[i], Weight(weights, i, perWeight));
            return;
        }

        // Summed in double: a batch has few losses, and their sum is what the user reads.
        double sum = 0;
        for (int i = 0; i < losses.Length; i++) sum += Weighted((double)losses[i], Weight(weights, i, perWeight));
        node.OutputSpan[0] = (float)(sum * Scale(losses.Length, weights, perWeight));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        int perWeight = weights.IsEmpty ? 1 : gradient.Length / weights.Length;
        ReadOnlySpan<float> upstream = node.OutputGradient;
        float scale = Reduction == Reduction.None ? 1f : (float)(upstream[0] * Scale(gradient.Length, weights, perWeight));
        for (int i = 0; i < gradient.Length; i++)
        {
            float factor = Reduction == Reduction.None ? upstream[i] : scale;
            gradient[i] += factor * Weight(weights, i, perWeight);
        }
    }

    // What does not count may be anything: 0 times NaN would be NaN.
    private static float Weighted(float loss, float weight) => weight == 0f ? 0f : loss * weight;

    private static double Weighted(double loss, float weight) => weight == 0f ? 0 : loss * weight;

    private static float Weight(ReadOnlySpan<float> weights, int index, int perWeight) => weights.IsEmpty ? 1f : weights[index / perWeight];

    private double Scale(int count, ReadOnlySpan<float> weights, int perWeight)
    {
        switch (Reduction)
        {
            case Reduction.Sum:
                return 1;
            case Reduction.MeanWithSampleWeight when !weights.IsEmpty:
                double total = 0;
                foreach (float weight in weights) total += weight;
                return total == 0 ? 0 : 1 / (total * perWeight);
            default:
                return count == 0 ? 0 : 1.0 / count;
        }
    }
}
