namespace DeepSharp.Tests.Reference;

/// <summary>GRU and SimpleRNN on doubles, step by step and unit by unit, from Keras's description alone.</summary>
internal sealed record GruReference(int Batch, int Steps, int Inputs, int Units)
{
    public bool Sequences { get; init; }

    public bool Backwards { get; init; }

    public bool ResetAfter { get; init; } = true;

    /// <summary>(batch, steps), 0 where a step is left out.</summary>
    public float[]? Mask { get; init; }

    public Func<double, double> Activation { get; init; } = Math.Tanh;

    public Func<double, double> RecurrentActivation { get; init; } = RecurrentReference.Sigmoid;

    /// <summary>Gates in the order z, r, h; the bias has two rows with <see cref="ResetAfter"/>, else one.</summary>
    public double[] Gru(double[] x, double[] kernel, double[] recurrent, double[]? bias, double[]? state = null) =>
        Run(state, (b, time, before, u) =>
        {
            double Input(int gate) => Product(x, (b * Steps + time) * Inputs, Inputs, kernel, 3, gate, u) + (bias?[gate * Units + u] ?? 0);
            double State(double[] values, int gate, int row) =>
                Product(values, row * Units, Units, recurrent, 3, gate, u) + (ResetAfter ? bias?[(3 + gate) * Units + u] ?? 0 : 0);
            double Reset(int unit) => RecurrentActivation(
                Product(x, (b * Steps + time) * Inputs, Inputs, kernel, 3, 1, unit) + (bias?[Units + unit] ?? 0)
                + Product(before, b * Units, Units, recurrent, 3, 1, unit) + (ResetAfter ? bias?[4 * Units + unit] ?? 0 : 0));
            double z = RecurrentActivation(Input(0) + State(before, 0, b));
            double ofState = ResetAfter
                ? Reset(u) * State(before, 2, b)
                : State([.. Enumerable.Range(0, Units).Select(k => Reset(k) * before[b * Units + k])], 2, 0);
            return z * before[b * Units + u] + (1 - z) * Activation(Input(2) + ofState);
        });

    /// <summary>One sum a unit.</summary>
    public double[] SimpleRnn(double[] x, double[] kernel, double[] recurrent, double[]? bias, double[]? state = null) =>
        Run(state, (b, time, before, u) => Activation(
            Product(x, (b * Steps + time) * Inputs, Inputs, kernel, 1, 0, u) + Product(before, b * Units, Units, recurrent, 1, 0, u)
            + (bias?[u] ?? 0)));

    private double Product(double[] values, int from, int count, double[] weights, int gates, int gate, int unit)
    {
        double sum = 0;
        for (int k = 0; k < count; k++) sum += values[from + k] * weights[k * gates * Units + gate * Units + unit];
        return sum;
    }

    private double[] Run(double[]? state, Func<int, int, double[], int, double> next)
    {
        double[] h = state?.ToArray() ?? new double[Batch * Units];
        var outputs = new double[Batch * Steps * Units];
        var last = new double[Batch * Units];
        for (int step = 0; step < Steps; step++)
        {
            int time = Backwards ? Steps - 1 - step : step;
            double[] before = h.ToArray();
            for (int b = 0; b < Batch; b++)
            {
                for (int u = 0; u < Units; u++)
                {
                    if (Mask is null || Mask[b * Steps + time] != 0) last[b * Units + u] = h[b * Units + u] = next(b, time, before, u);
                    outputs[(b * Steps + step) * Units + u] = last[b * Units + u];
                }
            }
        }

        return Sequences ? outputs : last;
    }
}
