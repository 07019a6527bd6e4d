namespace DeepSharp;

/// <summary>
/// The loss of each row of a batch by its cosines with all others. Inputs: labels (batch,), cosines (batch, batch).
/// </summary>
/// <remarks>
/// Sun et al. 2020, equation 6, as Keras writes it. With the distance d = max(1 - cosine, 0), rows of the same label have the logit
/// -γ·(m + d)·(m - d), others γ·max(1 + m - d, 0)·(1 - m - d), and the loss is softplus(logsumexp of the first + logsumexp of the others).
/// </remarks>
internal sealed class CircleOp(float gamma, float margin, bool removeDiagonal) : Op
{
    public override string Name => "circle";

    /// <summary>How sharply distances count.</summary>
    public float Gamma => gamma;

    /// <summary>How near rows of a label should come.</summary>
    public float Margin => margin;

    /// <summary>Whether a row is not compared with itself.</summary>
    public bool RemoveDiagonal => removeDiagonal;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        int rows = inputs[1][0];
        bool fits = inputs[0].Rank is 1 or 2 && inputs[0][0] == rows && (inputs[0].Rank == 1 || inputs[0][1] == 1);
        return fits
            ? [rows]
            : throw new ShapeException($"expected one label for each of {rows} rows, shape ({rows},), but got {inputs[0]}.");
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> labels = node.Input(0), cosines = node.Input(1);
        for (int row = 0; row < labels.Length; row++)
        {
            Sums sums = SumsOf(labels, cosines, row);
            node.OutputSpan[row] = sums.IsOfBoth ? (float)Softplus(sums.Same + sums.Other) : 0f;
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        ReadOnlySpan<float> labels = node.Input(0), cosines = node.Input(1), upstream = node.OutputGradient;
        Span<float> gradient = node.InputGradient(1);
        for (int row = 0; row < labels.Length; row++)
        {
            Sums sums = SumsOf(labels, cosines, row);
            if (upstream[row] == 0f || !sums.IsOfBoth) continue;
            double scale = upstream[row] / (1 + Math.Exp(-sums.Same - sums.Other));
            for (int other = 0; other < labels.Length; other++)
            {
                double distance = 1.0 - cosines[row * labels.Length + other];
                if (distance <= 0 || KindOf(labels, row, other) is not { } isSame) continue;
                double share = Math.Exp(Logit(distance, isSame) - (isSame ? sums.Same : sums.Other));
                gradient[row * labels.Length + other] -= (float)(scale * share * Slope(distance, isSame));
            }
        }
    }

    // Whether another row has the label; null for the row itself, where that does not count.
    private bool? KindOf(ReadOnlySpan<float> labels, int row, int other)
    {
        bool isSame = (int)labels[row] == (int)labels[other];
        return isSame && removeDiagonal && row == other ? null : isSame;
    }

    private double Logit(double distance, bool isSame) => isSame
        ? -gamma * Math.Max(margin + distance, 0) * (margin - distance)
        : gamma * Math.Max(1 + margin - distance, 0) * (1 - margin - distance);

    // By the distance.
    private double Slope(double distance, bool isSame)
    {
        if (isSame) return margin + distance > 0 ? 2 * gamma * distance : 0;
        return 1 + margin - distance > 0 ? -2 * gamma * (1 - distance) : 0;
    }

    private Sums SumsOf(ReadOnlySpan<float> labels, ReadOnlySpan<float> cosines, int row)
    {
        var (same, others) = (LogSum.Empty, LogSum.Empty);
        for (int other = 0; other < labels.Length; other++)
        {
            if (KindOf(labels, row, other) is not { } isSame) continue;
            double logit = Logit(Math.Max(1.0 - cosines[row * labels.Length + other], 0), isSame);
            if (isSame) same.Add(logit);
            else others.Add(logit);
        }

        return new Sums(same.Value, others.Value);
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private readonly record struct Sums(double Same, double Other)
    {
        public bool IsOfBoth => Same + Other > double.NegativeInfinity || double.IsNaN(Same + Other);
    }
}
