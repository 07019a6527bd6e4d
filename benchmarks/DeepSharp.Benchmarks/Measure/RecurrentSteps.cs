using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>
/// An LSTM and a GRU over whole sequences, backwards the gradients of input, kernels and bias; and a training step over texts in two
/// directions.
/// </summary>
internal static class RecurrentSteps
{
    private const int Batch = 32, Steps = 64, Inputs = 128, Units = 256;
    private const int Words = 20_000, Text = 200, TextUnits = 64;

    public static IEnumerable<Measurement> Measurements() =>
    [
        .. Both("lstm", gates: 4, () => new LSTM(Units, returnSequences: true)),
        .. Both("gru", gates: 3, () => new GRU(Units, returnSequences: true)),
        new Measurement("bilstm_text.train.b32", TrainOnTexts)
        {
            // Two layers of two directions, each 128 inputs and 64 states to four gates.
            Operations = 3.0 * Batch * 2 * 2 * 2 * 4 * TextUnits * (Inputs + TextUnits) * Text,
            Images = Batch,
        },
    ];

    private static IEnumerable<Measurement> Both(string name, int gates, Func<RecurrentLayer> create)
    {
        double operations = 2.0 * gates * Units * (Inputs + Units) * Batch * Steps;
        yield return new Measurement($"{name}.b32_t64_128_256.fwd", () => Forward(create())) { Operations = operations };
        yield return new Measurement($"{name}.b32_t64_128_256.fwdbwd", () => ForwardAndBackward(create())) { Operations = 3 * operations };
    }

    private static Action Forward(RecurrentLayer layer)
    {
        Tensor x = InputOf(layer);
        var workspace = new Workspace();
        return () => workspace.Run((layer, x), static state => state.layer.Apply(state.x));
    }

    private static Action ForwardAndBackward(RecurrentLayer layer)
    {
        Tensor x = InputOf(layer);
        var tape = new GradientTape(workspace: new Workspace());
        Tensor[] sources = [x, .. layer.Weights.Select(weight => weight.Value)];
        return () =>
        {
            tape.Watch(x);
            Tensor sum = tape.Record(() => layer.Apply(x).Sum());
            tape.Gradient(sum, sources);
        };
    }

    private static Tensor InputOf(RecurrentLayer layer)
    {
        Tensor x = Noise.Around0([Batch, Steps, Inputs]);
        layer.Build(x.Shape);
        return x;
    }

    private static Action TrainOnTexts()
    {
        var model = new Sequential(
            new Input([Text]), new Embedding(Words, Inputs), new Bidirectional(new LSTM(TextUnits, returnSequences: true)),
            new Bidirectional(new LSTM(TextUnits)), new Dense(1, activation: "sigmoid"));
        model.Compile(new Adam(1e-3f), "binary_crossentropy");
        var random = new Random(1);
        Tensor x = Tensor.From([.. Enumerable.Range(0, Batch * Text).Select(_ => (float)random.Next(Words))], [Batch, Text]);
        Tensor y = Tensor.From([.. Enumerable.Range(0, Batch).Select(_ => (float)random.Next(2))], [Batch, 1]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }
}
