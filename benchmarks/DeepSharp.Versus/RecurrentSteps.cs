using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>An LSTM over whole sequences; backwards the gradients of input, kernels and biases.</summary>
internal static class RecurrentSteps
{
    private const int Batch = 32, Steps = 64, Inputs = 128, Units = 256;

    public static IEnumerable<Measurement> Measurements()
    {
        const string Name = "lstm.b32_t64_128_256";
        const double Operations = 2.0 * 4 * Units * (Inputs + Units) * Batch * Steps;
        yield return new Measurement($"{Name}.fwd", Forward) { Operations = Operations };
        yield return new Measurement($"{Name}.fwdbwd", ForwardAndBackward) { Operations = 3 * Operations };
    }

    private static Action Forward()
    {
        TorchSharp.Modules.LSTM layer = nn.LSTM(Inputs, Units, batchFirst: true);
        Tensor x = randn(Batch, Steps, Inputs);
        return () =>
        {
            using var scope = NewDisposeScope();
            using IDisposable noGradients = no_grad();
            layer.call(x, null);
        };
    }

    private static Action ForwardAndBackward()
    {
        TorchSharp.Modules.LSTM layer = nn.LSTM(Inputs, Units, batchFirst: true);
        Tensor x = randn(Batch, Steps, Inputs).requires_grad_();
        return () =>
        {
            using var scope = NewDisposeScope();
            layer.zero_grad();
            layer.call(x, null).Item1.sum().backward();
        };
    }
}
