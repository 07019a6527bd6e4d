namespace DeepSharp.Tests.Reference;

/// <summary>
/// Attention over projections into heads, on doubles: query, key and value kernels with their biases, attention, and the output's.
/// </summary>
internal sealed record HeadsReference(AttentionReference Attention, int Features, int ValueFeatures, int OutputFeatures)
{
    public bool UseBias { get; init; } = true;

    public bool UseGate { get; init; }

    /// <summary>The output for query, value and perhaps key; weights as the layer orders them.</summary>
    public double[] Run(double[] query, double[] value, double[] key, double[][] weights)
    {
        int at = 0, rows = Attention.Batch * Attention.Queries, keyRows = Attention.Batch * Attention.Keys;
        double[] q = Project(query, rows, Attention.Heads * Attention.Width), k = Project(key, keyRows, Attention.KeyHeads * Attention.Width);
        double[]? gate = UseGate ? Project(query, rows, Attention.Heads * Attention.ValueWidth) : null;
        double[] v = Project(value, keyRows, Attention.KeyHeads * Attention.ValueWidth);
        double[] context = Attention.Run(q, k, v);
        for (int i = 0; gate is not null && i < context.Length; i++) context[i] /= 1 + Math.Exp(-gate[i]);
        return Project(context, rows, OutputFeatures);

        double[] Project(double[] x, int count, int columns)
        {
            double[] kernel = weights[at++], bias = UseBias ? weights[at++] : new double[columns];
            return LayerReference.Linear(x, kernel, bias, x.Length / count, columns);
        }
    }
}
