using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Training and inference in which numbers vanish: gradients far back, momenta of what is not used, states, tails of functions.</summary>
internal static class VanishingSteps
{
    private const int Elements = 1 << 18;

    // Until momenta and weights are at the end of their way.
    private const int StepsBefore = 1000;

    public static IEnumerable<VanishingPair> Pairs() =>
    [
        new("denormal.lstm.gradients", () => Recurrent(Lstm(forgetBias: 1)), () => Recurrent(Lstm(forgetBias: 7))),
        new("denormal.lstm.inputs", () => Recurrent(Lstm(forgetBias: 7), noise: 1e-39), () => Recurrent(Lstm(forgetBias: 7))),
        new("denormal.gru.gradients", () => Recurrent(Gru(updateBias: 0)), () => Recurrent(Gru(updateBias: 7))),
        new("denormal.gru.inputs", () => Recurrent(Gru(updateBias: 7), noise: 1e-39), () => Recurrent(Gru(updateBias: 7))),
        new("denormal.gru.states", () => States(new GRU(64), kept: 0), () => States(new GRU(64), kept: 1)),
        new("denormal.lstm.states", () => States(new LSTM(64, unitForgetBias: false), kept: 0), () => States(new LSTM(64, unitForgetBias: false), kept: 1)),
        new("denormal.dense.tanh", () => Deep("tanh", vanishes: true), () => Deep("tanh", vanishes: false)),
        new("denormal.dense.relu", () => Deep("relu", vanishes: true), () => Deep("relu", vanishes: false)),
        new("denormal.adam.unseen", () => Unseen(new Adam(1e-3), 0), () => Unseen(new Adam(1e-3), 1)),
        new("denormal.adam.tiny", () => Unseen(new Adam(1e-3), 1e-20), () => Unseen(new Adam(1e-3), 1)),
        new("denormal.adamw.unseen", () => Unseen(new AdamW(0.1, 0.9), 0), () => Unseen(new AdamW(0.1, 0.9), 1)),
        new("denormal.rmsprop.unseen", () => Unseen(new RMSprop(1e-3, momentum: 0.9), 0), () => Unseen(new RMSprop(1e-3, momentum: 0.9), 1)),
        new("denormal.sgd.unseen", () => Unseen(new SGD(1e-2, 0.9), 0), () => Unseen(new SGD(1e-2, 0.9), 1)),
        new("denormal.relu.dead", () => Units(isDead: true), () => Units(isDead: false)),
        new("denormal.softmax", () => Function(x => x.Softmax(), -95, 0), () => Function(x => x.Softmax(), -1, 0)),
        new("denormal.sigmoid", () => Function(x => x.Sigmoid(), -95, -80), () => Function(x => x.Sigmoid(), -1, 1)),
        new("denormal.exp", () => Function(x => x.Exp(), -95, -80), () => Function(x => x.Exp(), -1, 1)),
        new("denormal.gelu", () => Function(Activation.GELU().Apply, -14, -12), () => Function(Activation.GELU().Apply, -1, 1)),
        new("denormal.multiply", () => Function(x => x * x, 0, 1e-19), () => Function(x => x * x, 0, 1)),
    ];

    // The gradient comes from the last step alone; a forget gate that is nearly open brings it back through all of them.
    private static Action Recurrent(RecurrentLayer layer, double noise = 1)
    {
        Tensor x = Noise.Around0([8, 1024, 32]) * noise;
        return Step(() => layer.Apply(x), [x, .. layer.Weights.Select(weight => weight.Value)]);
    }

    private static LSTM Lstm(float forgetBias)
    {
        const int Units = 64;
        var layer = new LSTM(Units);
        layer.Build([8, 1024, 32]);
        layer.Bias!.Value.Span.Slice(Units, Units).Fill(forgetBias);
        return layer;
    }

    private static GRU Gru(float updateBias)
    {
        const int Units = 64;
        var layer = new GRU(Units);
        layer.Build([8, 1024, 32]);
        layer.Bias!.Value.Span[..Units].Fill(updateBias);
        return layer;
    }

    // Inputs of 0 after the first step, and no biases: nothing keeps the state up.
    private static Action States(RecurrentLayer layer, float kept)
    {
        Tensor x = Noise.Around0([8, 1024, 32]);
        for (int i = 0; i < x.Size; i++)
        {
            if (i / 32 % 1024 != 0) x.Span[i] *= kept;
        }

        layer.Build(x.Shape);
        var workspace = new Workspace();
        return () => workspace.Run((layer, x), static state => state.layer.Apply(state.x));
    }

    // Random kernels make less of a gradient from layer to layer, and ReLU of its input as well; kernels of ones on the diagonal do not.
    private static Action Deep(string activation, bool vanishes)
    {
        const int Depth = 1000, Width = 32;
        Layer[] layers = [.. Enumerable.Range(0, Depth).Select(
            i => new Dense(Width, activation, kernelInitializer: vanishes ? Initializer.GlorotUniform(i) : Initializer.Identity()))];
        var model = new Sequential(layers, null, new Input([Width]));
        model.Compile(new Adam(1e-9), "mse");
        Tensor x = Noise.Around0([16, Width]), y = Noise.Around0([16, Width], seed: 2);
        return () => model.TrainOnBatch(x, y);
    }

    // One gradient that says something, and then always one that is scaled down.
    private static Action Unseen(Optimizer optimizer, double scale)
    {
        Variable[] weights = [new Variable(Noise.Around0([Elements]), "w")];
        Tensor first = Noise.Around0([Elements], seed: 2), then = first * scale;
        optimizer.Apply(weights, [first]);
        for (int i = 0; i < StepsBefore; i++) optimizer.Apply(weights, [then]);
        Tensor[] gradients = [then];
        return () => optimizer.Apply(weights, gradients);
    }

    private static Action Units(bool isDead)
    {
        var hidden = new Dense(1024, "relu");
        var model = new Sequential([hidden, new Dense(10)], null, new Input([784]));
        model.Compile(new Adam(1e-6), "mse");
        Tensor x = Noise.Around0([32, 784]), y = Noise.Around0([32, 10], seed: 2);
        model.TrainOnBatch(x, y);
        if (isDead) hidden.Bias!.Value.Span.Fill(-1000f);
        for (int i = 0; i < StepsBefore; i++) model.TrainOnBatch(x, y);
        return () => model.TrainOnBatch(x, y);
    }

    private static Action Function(Func<Tensor, Tensor> function, double from, double to)
    {
        Tensor x = (Noise.Around0([256, Elements / 256]) + 1) * ((to - from) / 2) + from;
        return Step(() => function(x), [x]);
    }

    private static Action Step(Func<Tensor> forward, Tensor[] sources)
    {
        var tape = new GradientTape(workspace: new Workspace());
        return () =>
        {
            tape.Watch(sources[0]);
            Tensor sum = tape.Record(() => forward().Sum());
            tape.Gradient(sum, sources);
        };
    }
}
