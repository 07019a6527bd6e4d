namespace DeepSharp.Tests.Reference;

/// <summary>A convolutional LSTM on doubles, step by step and value by value, from Keras's description alone.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Steps">Steps of a sample.</param>
/// <param name="Channels">Channels of a step.</param>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Axes">The input's convolution.</param>
internal sealed record ConvLSTMReference(int Batch, int Steps, int Channels, int Filters, params VolumeReference.Axis[] Axes)
{
    public bool Sequences { get; init; }

    public bool Backwards { get; init; }

    public Func<double, double> Activation { get; init; } = Math.Tanh;

    public double[] Run(double[] x, double[] kernel, double[] recurrent, double[]? bias)
    {
        int places = (int)Axes.Aggregate(1L, (size, axis) => size * axis.Outputs), inputs = (int)Axes.Aggregate((long)Channels, (size, axis) => size * axis.Images);
        var ofInput = new VolumeReference(Batch, Channels, 4 * Filters, 1, Axes);
        var ofState = new VolumeReference(
            Batch, Filters, 4 * Filters, 1, [.. Axes.Select(axis => VolumeReference.Axis.Convolution((int)axis.Outputs, (int)axis.Window, padding: "same"))]);
        int state = places * Filters;
        double[] h = new double[Batch * state], c = new double[Batch * state], all = new double[Batch * Steps * state];
        for (int step = 0; step < Steps; step++)
        {
            int time = Backwards ? Steps - 1 - step : step;
            double[] now = [.. Enumerable.Range(0, Batch).SelectMany(b => x[((b * Steps + time) * inputs)..][..inputs])];
            double[] sums = ofInput.Outputs(now, kernel, bias), others = ofState.Outputs(h, recurrent);
            for (int i = 0; i < h.Length; i++)
            {
                int at = i / Filters * 4 * Filters + i % Filters;
                double Sum(int gate) => sums[at + gate * Filters] + others[at + gate * Filters];
                c[i] = RecurrentReference.Sigmoid(Sum(1)) * c[i] + RecurrentReference.Sigmoid(Sum(0)) * Activation(Sum(2));
                h[i] = RecurrentReference.Sigmoid(Sum(3)) * Activation(c[i]);
                all[(i / state * Steps + step) * state + i % state] = h[i];
            }
        }

        return Sequences ? all : h;
    }
}
