using DeepSharp.Benchmarks.Measure;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>Steps of Adam on one tensor.</summary>
internal static class AdamSteps
{
    // Weight and two moments are read and written, the gradient is read.
    private const double BytesOfWeight = 28;

    public static IEnumerable<Measurement> Measurements() => [Steps("1M", 1_000_000), Steps("10M", 10_000_000)];

    private static Measurement Steps(string name, int length) => new($"adam.{name}", () => Step(length)) { Bytes = BytesOfWeight * length };

    private static Action Step(int length)
    {
        var weight = new Parameter(randn(length)) { grad = randn(length) };
        optim.Optimizer adam = optim.Adam([weight], lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-7);
        return () =>
        {
            using var scope = NewDisposeScope();
            adam.step();
        };
    }
}
