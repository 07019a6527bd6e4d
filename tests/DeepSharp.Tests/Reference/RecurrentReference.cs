namespace DeepSharp.Tests.Reference;

/// <summary>An LSTM on doubles, step by step and unit by unit, from Keras's description alone.</summary>
internal sealed record RecurrentReference(int Batch, int Steps, int Inputs, int Units)
{
    public bool Sequences { get; init; }

    public bool Backwards { get; init; }

    public bool ZeroesMasked { get; init; }

    /// <summary>(batch, steps), 0 where a step is left out.</summary>
    public float[]? Mask { get; init; }

    public Func<double, double> Activation { get; init; } = Math.Tanh;

    public Func<double, double> RecurrentActivation { get; init; } = Sigmoid;

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The output; the last states follow.</summary>
    public (double[] Output, double[] State, double[] Cell) Run(
        double[] x, double[] kernel, double[] recurrent, double[]? bias, double[]? state = null, double[]? cell = null)
    {
        double[] h = state?.ToArray() ?? new double[Batch * Units], c = cell?.ToArray() ?? new double[Batch * Units];
        var outputs = new double[Batch * Steps * Units];
        var last = new double[Batch * Units];
        for (int step = 0; step < Steps; step++)
        {
            int time = Backwards ? Steps - 1 - step : step;
            double[] before = h.ToArray();
            for (int b = 0; b < Batch; b++)
            {
                bool counts = Mask is null || Mask[b * Steps + time] != 0;
                for (int u = 0; u < Units; u++)
                {
                    int at = b * Units + u;
                    if (counts)
                    {
                        double Sum(int gate)
                        {
                            int column = gate * Units + u;
                            double sum = bias?[column] ?? 0;
                            for (int k = 0; k < Inputs; k++) sum += x[(b * Steps + time) * Inputs + k] * kernel[k * 4 * Units + column];
                            for (int k = 0; k < Units; k++) sum += before[b * Units + k] * recurrent[k * 4 * Units + column];
                            return sum;
                        }

                        c[at] = RecurrentActivation(Sum(1)) * c[at] + RecurrentActivation(Sum(0)) * Activation(Sum(2));
                        h[at] = RecurrentActivation(Sum(3)) * Activation(c[at]);
                        last[at] = h[at];
                    }
                    else if (ZeroesMasked) last[at] = 0;

                    outputs[(b * Steps + step) * Units + u] = last[at];
                }
            }
        }

        return (Sequences ? outputs : last, h, c);
    }
}
