namespace DeepSharp.Tests.Reference;

/// <summary>Scaled dot-product attention on doubles, pair by pair.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Queries">Queries of a sample.</param>
/// <param name="Keys">Keys of a sample.</param>
/// <param name="Heads">Heads of the queries.</param>
/// <param name="KeyHeads">Heads of keys and values.</param>
/// <param name="Width">Of queries and keys.</param>
/// <param name="ValueWidth">Of values.</param>
internal sealed record AttentionReference(int Batch, int Queries, int Keys, int Heads, int KeyHeads, int Width, int ValueWidth)
{
    public double? Scale { get; init; }

    public bool IsCausal { get; init; }

    public int Window { get; init; }

    public bool ZeroEmpty { get; init; }

    /// <summary>Whether a query may look at a key: of sample, head, query and key.</summary>
    public Func<int, int, int, int, bool> Allows { get; init; } = (_, _, _, _) => true;

    /// <summary>What a probability is multiplied by, after the softmax: of sample, head, query and key.</summary>
    public Func<int, int, int, int, double> Factor { get; init; } = (_, _, _, _) => 1;

    /// <summary>(batch, queries, heads, valueWidth).</summary>
    public double[] Run(double[] q, double[] k, double[] v)
    {
        double[] y = new double[Batch * Queries * Heads * ValueWidth];
        for (int b = 0; b < Batch; b++)
        {
            for (int h = 0; h < Heads; h++)
            {
                for (int t = 0; t < Queries; t++) AddRow(q, k, v, y, b, h, t);
            }
        }

        return y;
    }

    /// <summary>The probabilities of one query; all equal where it may look at nothing.</summary>
    public double[] Probabilities(double[] q, double[] k, int b, int h, int t)
    {
        int keyHead = h / (Heads / KeyHeads);
        double[] scores = new double[Keys];
        double largest = double.NegativeInfinity, sum = 0;
        for (int s = 0; s < Keys; s++)
        {
            bool isSeen = Allows(b, h, t, s) && (!IsCausal || s <= t) && (Window == 0 || Math.Abs(s - t) < Window);
            double dot = 0;
            for (int i = 0; i < Width; i++) dot += q[((b * Queries + t) * Heads + h) * Width + i] * k[((b * Keys + s) * KeyHeads + keyHead) * Width + i];
            scores[s] = isSeen ? dot * (Scale ?? 1 / Math.Sqrt(Width)) : double.NegativeInfinity;
            largest = Math.Max(largest, scores[s]);
        }

        if (double.IsNegativeInfinity(largest))
        {
            Array.Fill(scores, ZeroEmpty ? 0 : 1.0 / Keys);
            return scores;
        }

        for (int s = 0; s < Keys; s++) sum += scores[s] = Math.Exp(scores[s] - largest);
        for (int s = 0; s < Keys; s++) scores[s] /= sum;
        return scores;
    }

    private void AddRow(double[] q, double[] k, double[] v, double[] y, int b, int h, int t)
    {
        double[] p = Probabilities(q, k, b, h, t);
        int keyHead = h / (Heads / KeyHeads);
        for (int s = 0; s < Keys; s++)
        {
            for (int i = 0; i < ValueWidth; i++)
            {
                y[((b * Queries + t) * Heads + h) * ValueWidth + i] += p[s] * Factor(b, h, t, s) * v[((b * Keys + s) * KeyHeads + keyHead) * ValueWidth + i];
            }
        }
    }

    /// <summary>The gradients of Σ y·cotangent for q, k and v.</summary>
    public (double[] Query, double[] Key, double[] Value) Gradients(double[] q, double[] k, double[] v, double[] cotangent)
    {
        double[] dq = new double[q.Length], dk = new double[k.Length], dv = new double[v.Length];
        double scale = Scale ?? 1 / Math.Sqrt(Width);
        for (int row = 0; row < Batch * Queries * Heads; row++)
        {
            int h = row % Heads, t = row / Heads % Queries, b = row / Heads / Queries, keyHead = h / (Heads / KeyHeads);
            double[] p = Probabilities(q, k, b, h, t), dp = new double[Keys];
            double mean = 0;
            for (int s = 0; s < Keys; s++)
            {
                int at = (b * Keys + s) * KeyHeads + keyHead;
                double factor = Factor(b, h, t, s);
                for (int i = 0; i < ValueWidth; i++)
                {
                    dp[s] += factor * cotangent[row * ValueWidth + i] * v[at * ValueWidth + i];
                    dv[at * ValueWidth + i] += factor * p[s] * cotangent[row * ValueWidth + i];
                }

                mean += p[s] * dp[s];
            }

            for (int s = 0; s < Keys; s++)
            {
                bool isSeen = Allows(b, h, t, s) && (!IsCausal || s <= t) && (Window == 0 || Math.Abs(s - t) < Window);
                if (!isSeen) continue;
                double ds = scale * p[s] * (dp[s] - mean);
                int at = (b * Keys + s) * KeyHeads + keyHead;
                for (int i = 0; i < Width; i++)
                {
                    dq[row * Width + i] += ds * k[at * Width + i];
                    dk[at * Width + i] += ds * q[row * Width + i];
                }
            }
        }

        return (dq, dk, dv);
    }
}
