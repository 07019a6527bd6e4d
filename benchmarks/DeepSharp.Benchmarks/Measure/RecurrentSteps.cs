using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>An LSTM over whole sequences; backwards the gradients of input, kernels and bias.</summary>
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
        (LSTM layer, Tensor x) = Create();
        var workspace = new Workspace();
        return () => workspace.Run((layer, x), static state => state.layer.Apply(state.x));
    }

    private static Action ForwardAndBackward()
    {
        (LSTM layer, Tensor x) = Create();
        var tape = new GradientTape(workspace: new Workspace());
        Tensor[] sources = [x, .. layer.Weights.Select(weight => weight.Value)];
        return () =>
        {
            tape.Watch(x);
            Tensor sum = tape.Record(() => layer.Apply(x).Sum());
            tape.Gradient(sum, sources);
        };
    }

    private static (LSTM Layer, Tensor X) Create()
    {
        var layer = new LSTM(Units, returnSequences: true);
        Tensor x = Noise.Around0([Batch, Steps, Inputs]);
        layer.Build(x.Shape);
        return (layer, x);
    }
}
