namespace DeepSharp.Benchmarks.Measure;

/// <summary>Steps of Adam on one tensor.</summary>
internal static class AdamSteps
{
    // Weight and two moments are read and written, the gradient is read.
    private const double BytesOfWeight = 28;

    public static IEnumerable<Measurement> Measurements() => [Steps("1M", 1_000_000), Steps("10M", 10_000_000)];

    private static Measurement Steps(string name, int length) => new($"adam.{name}", () => Step(length)) { Bytes = BytesOfWeight * length };

    private static Action Step(int length)
    {
        Variable[] weights = [new Variable(Noise.Around0([length]), "w")];
        Tensor[] gradients = [Noise.Around0([length], seed: 2)];
        var adam = new Adam(1e-3f);
        return () => adam.Apply(weights, gradients);
    }
}
