using DeepSharp;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace Published;

/// <summary>A graph: two inputs and outputs by name, every merging layer, operators, a shared layer, a model inside.</summary>
internal static class Graphs
{
    public static void Run(TextWriter output, string file)
    {
        var (left, right) = (new Input([6], name: "left"), new Input([6], name: "right"));
        var shared = new Dense(6, activation: "tanh");
        var (a, b) = (shared.Apply(left), shared.Apply(right));
        MergingLayer[] merging = [new Add(), new Subtract(), new Multiply(), new Average(), new Maximum(), new Minimum()];
        SymbolicTensor merged = new Concatenate().Apply([.. merging.Select(layer => layer.Apply(a, b))]);
        var inner = new Sequential(new Dense(6, activation: "relu", inputShape: [36]), new LayerNormalization());
        SymbolicTensor sum = inner.Apply(merged) + a * 0.5 - 1 / (b + 3);
        SymbolicTensor urgent = new Dense(1, activation: "sigmoid", name: "urgent").Apply(sum);
        SymbolicTensor team = new Dense(3, activation: "softmax", name: "team").Apply(-sum);
        var model = new Model((left, right), SymbolicGroup.Named(("urgent", urgent), ("team", team)));
        model.Compile(
            new RMSprop(0.01),
            loss: new Dictionary<string, string> { ["urgent"] = "binary_crossentropy", ["team"] = "sparse_categorical_crossentropy" },
            metrics: new Dictionary<string, MetricSet> { ["team"] = "accuracy" },
            lossWeights: new Dictionary<string, double> { ["urgent"] = 1, ["team"] = 0.2 });

        var x = new Dictionary<string, Tensor> { ["left"] = EveryArea.Ramp([12, 6]), ["right"] = EveryArea.Ramp([12, 6]) * 0.5 };
        Tensor teams = Tensor.FromLabels([.. Enumerable.Range(0, 12).Select(i => i % 3)]);
        var y = new Dictionary<string, Tensor> { ["urgent"] = EveryArea.Ramp([12, 1]).Greater(0.5), ["team"] = teams };
        History history = model.Fit(
            x, y, batchSize: 4, epochs: 3, verbose: Verbosity.Silent, shuffle: false,
            callbacks: [new ReduceLROnPlateau("loss", patience: 1), new LearningRateScheduler((_, rate) => rate * 0.9)]);
        output.WriteLine(history.ToCsv().Trim());

        model.Save(file);
        Model loaded = Model.Load(file), cloned = model.CloneModel(), read = Model.FromJson(model.ToJson());
        read.SetWeights(model.GetWeights());
        foreach ((string name, Tensor prediction) in loaded.PredictAll(x).ToDictionary())
        {
            bool same = prediction.Span.SequenceEqual(read.PredictAll(x)[name].Span);
            output.WriteLine($"{name}: {EveryArea.Text(prediction)}, the same from JSON: {same}");
        }

        var part = new Model(model.Inputs, model.GetLayer("team").Output);
        output.WriteLine($"{cloned.CountParameters()} {part.CountParameters()} {EveryArea.Text(part.Predict(x))}");
        output.WriteLine(model.GetCompileConfig()!.ToJsonString().Length);
        output.WriteLine(model.ToJson());
    }
}
