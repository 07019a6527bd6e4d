namespace DeepSharp;

/// <summary>
/// One number from the losses of the samples, with optional weights: Σ w·l divided by the number of losses, by Σ w, or by nothing, as the
/// <see cref="Reduction"/> says. Weights of shape (batch,) count for all losses of a sample; one loss of the whole batch counts once for
/// each weight.
/// </summary>
internal sealed class LossReductionOp : Op
{
    private static readonly LossReductionOp[] s_instances = [.. Reduction.All.Select(reduction => new LossReductionOp(reduction))];

    private LossReductionOp(Reduction reduction) => Reduction = reduction;

    public override string Name => "Loss reduction";

    public override bool IsLinearIn(int index) => index == 0;

    /// <summary>How losses become one number.</summary>
    public Reduction Reduction { get; }

    public static LossReductionOp For(Reduction reduction) => s_instances[reduction.Index];

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape losses = inputs[0];
        if (inputs.Length == 2 && losses.Rank == 0) losses = inputs[1];
        if (inputs.Length == 2) LossShapes.CheckWeights(inputs[1], losses);
        return Reduction == Reduction.None ? losses : [];
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> losses = node.Input(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        Places places = new(losses.Length, weights.Length);
        if (Reduction == Reduction.None)
        {
            for (int i = 0; i < places.Count; i++)
            {
                node.OutputSpan[i] = (float)Weighted(losses[i / places.PerLoss], places.Weight(weights, i));
            }

            return;
        }

        // Summed in double: a batch has few losses, and their sum is what the user reads.
        double sum = 0;
        for (int i = 0; i < places.Count; i++) sum += Weighted(losses[i / places.PerLoss], places.Weight(weights, i));
        node.OutputSpan[0] = (float)(sum * Scale(places, weights));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0);
        ReadOnlySpan<float> weights = node.InputCount == 2 ? node.Input(1) : [];
        Places places = new(gradient.Length, weights.Length);
        ReadOnlySpan<float> upstream = node.OutputGradient;
        float scale = Reduction == Reduction.None ? 1f : (float)(upstream[0] * Scale(places, weights));
        for (int i = 0; i < places.Count; i++)
        {
            float factor = Reduction == Reduction.None ? upstream[i] : scale;
            gradient[i / places.PerLoss] += factor * places.Weight(weights, i);
        }
    }

    // What does not count may be anything: 0 times NaN would be NaN.
    private static double Weighted(double loss, float weight) => weight == 0f ? 0 : loss * weight;

    private double Scale(Places places, ReadOnlySpan<float> weights)
    {
        if (Reduction == Reduction.Sum) return 1;
        if (Reduction != Reduction.MeanWithSampleWeight || weights.IsEmpty) return places.Count == 0 ? 0 : 1.0 / places.Count;
        double total = 0;
        foreach (float weight in weights) total += weight;
        return total == 0 ? 0 : 1 / (total * places.PerWeight);
    }

    // Which loss and which weight belong together.
    private readonly struct Places(int losses, int weights)
    {
        public int Count { get; } = losses == 1 ? Math.Max(1, weights) : losses;

        public int PerLoss => Count / Math.Max(1, losses);

        public int PerWeight => weights == 0 ? 1 : Count / weights;

        public float Weight(ReadOnlySpan<float> all, int place) => all.IsEmpty ? 1f : all[place / PerWeight];
    }
}
