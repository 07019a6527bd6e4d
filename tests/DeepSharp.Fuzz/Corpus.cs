using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Fuzz;

/// <summary>Right inputs, from which wrong ones are made: small models and objects of every kind that a config may hold.</summary>
internal static class Corpus
{
    static Corpus()
    {
        ModelFile.Register("Fuzz>Twice", config => new Twice((float?)config["factor"] ?? 2f));
        ModelFile.Register("Fuzz>Sequential", _ => new OtherSequential());
        ModelFile.Register("Fuzz>Careless", config => new Careless(config["list"]!.AsArray()[0]!["deep"]!.GetValue<int>()));
    }

    /// <summary>Models, compiled and not.</summary>
    public static IReadOnlyList<Model> Models { get; } = [Tabular(), Images(), Text(), Branches(), Nested(), Registered()];

    /// <summary>Configs of single objects, with what makes an object of one and writes it again.</summary>
    public static IReadOnlyList<(JsonNode Config, Func<JsonNode, JsonNode> Copy)> Objects { get; } = AllObjects();

    private static Sequential Tabular()
    {
        var model = new Sequential(
            [
                new Dense(4, "relu", kernelRegularizer: Regularizer.L2(0.01f), kernelConstraint: Constraint.MaxNorm(2f), inputShape: [3]),
                new BatchNormalization(),
                new Dropout(0.2),
                new LayerNormalization(),
                new Dense(2, "softmax", name: "head"),
            ],
            "tabular");
        model.Compile(
            new Adam(new ExponentialDecay(0.01f, 10, 0.9f), clipNorm: 1), "sparse_categorical_crossentropy", ["accuracy"]);
        Train(model, [4, 3], [4, 1]);
        return model;
    }

    private static Sequential Images()
    {
        var model = new Sequential(
            new Rescaling(1 / 255.0),
            new ZeroPadding2D(1),
            new Conv2D(2, (3, 3), activation: Activation.LeakyReLU(0.1)),
            new DepthwiseConv2D((2, 2), padding: "same"),
            new MaxPooling2D((2, 2)),
            new AveragePooling2D((2, 2), padding: "same"),
            new GlobalAveragePooling2D(),
            new Dense(1, "sigmoid"));
        model.Compile(new SGD(0.1f, momentum: 0.9), Loss.BinaryCrossentropy(labelSmoothing: 0.1f), [Metric.BinaryAccuracy()]);
        model.Build([Shape.Any, 6, 6, 1]);
        return model;
    }

    private static Sequential Text()
    {
        var model = new Sequential(
            new Embedding(5, 3, maskZero: true), new LSTM(2, returnSequences: true), new LSTM(2), new Dense(1));
        model.Build([Shape.Any, 4]);
        return model;
    }

    private static Model Branches()
    {
        Input left = new([3], name: "left"), right = new([3], name: "right");
        var shared = new Dense(2, "tanh", name: "shared");
        SymbolicTensor a = shared.Apply(left), b = shared.Apply(right);
        SymbolicTensor sum = (a + b) * 2f, joined = new Concatenate().Apply(a, b);
        var model = new Model(
            (left, right), SymbolicGroup.Named(("joined", new Dense(1).Apply(joined)), ("sum", new Dense(2).Apply(sum))), "branches");
        model.Compile(
            new RMSprop(), new Dictionary<string, Loss> { ["joined"] = "mse", ["sum"] = Loss.Huber(0.5f) },
            lossWeights: new Dictionary<string, double> { ["joined"] = 0.5, ["sum"] = 2 });
        return model;
    }

    private static Model Nested()
    {
        var input = new Input([2, 2]);
        var inner = new Sequential(new Flatten(), new Dense(4, inputShape: [4]), new Reshape([2, 2]), new Permute([2, 1]));
        var middle = new Input([2, 2]);
        var block = new Model(middle, new Add().Apply(inner.Apply(middle), middle), "block");
        return new Model(input, new Flatten().Apply(block.Apply(block.Apply(input))), "nested");
    }

    private static Sequential Registered() =>
        new([new Dense(2, inputShape: [2]), new Twice(3f), new ActivationLayer("gelu")], "registered");

    private static void Train(Model model, Shape x, Shape y) => model.TrainOnBatch(Tensor.Zeros(x), Tensor.Zeros(y));

    private static List<(JsonNode Config, Func<JsonNode, JsonNode> Copy)> AllObjects()
    {
        var all = new List<(JsonNode Config, Func<JsonNode, JsonNode> Copy)>();
        Layer[] used = [.. Models.SelectMany(model => model.Layers).Where(layer => layer is not Model)];
        Layer[] layers = [.. used, .. LayersOfTheTable(used.Select(layer => layer.ClassName).ToHashSet())];
        Optimizer[] optimizers =
        [
            new Adam(new CosineDecay(0.01f, 100), weightDecay: 0.1), new AdamW(), new Adagrad(), new Adadelta(), new Adamax(), new Nadam(),
            new Lion(), new Ftrl(), new Lamb(), new Adafactor(),
            new SGD(new PiecewiseConstantDecay([1, 2], [1f, 0.5f, 0.1f]), momentum: 0.5),
        ];
        Loss[] losses =
            [Loss.Huber(2f), Loss.BinaryCrossentropy(), Loss.CategoricalCrossentropy(), "sparse_categorical_crossentropy", "mse"];
        Metric[] metrics =
            [Metric.TopKCategoricalAccuracy(3), Metric.BinaryAccuracy(), Metric.MeanSquaredError(), Metric.Mean(), "accuracy"];
        Regularizer[] regularizers = [Regularizer.L1(0.1f), Regularizer.L1L2(0.1f, 0.2f), Regularizer.Orthogonal(0.1f)];
        Constraint[] constraints = [Constraint.MaxNorm(1f), Constraint.MinMaxNorm(0.1f, 1f), Constraint.NonNeg(), Constraint.UnitNorm()];
        Initializer[] initializers = [Initializer.HeNormal(seed: 1), Initializer.Constant(2f), Initializer.Orthogonal(seed: 2), "uniform"];
        Activation[] activations = ["relu", "softmax", Activation.LeakyReLU(0.1), Activation.ReLU6];
        LearningRateSchedule[] schedules = [new ExponentialDecay(0.1f, 5, 0.9f), new CosineDecay(0.1f, 5)];
        all.AddRange(layers.Select(layer => Item(layer.ToConfig(), node => Layer.FromConfig(node).ToConfig())));
        all.AddRange(optimizers.Select(item => Item(item.ToConfig(), node => Optimizer.FromConfig(node).ToConfig())));
        all.AddRange(losses.Select(item => Item(item.ToConfig(), node => Loss.FromConfig(node).ToConfig())));
        all.AddRange(metrics.Select(item => Item(item.ToConfig(), node => Metric.FromConfig(node).ToConfig())));
        all.AddRange(regularizers.Select(item => Item(item.ToConfig(), node => Regularizer.FromConfig(node).ToConfig())));
        all.AddRange(constraints.Select(item => Item(item.ToConfig(), node => Constraint.FromConfig(node).ToConfig())));
        all.AddRange(initializers.Select(item => Item(item.ToConfig(), node => Initializer.FromConfig(node).ToConfig())));
        all.AddRange(activations.Select(item => Item(item.ToConfig(), node => Activation.FromConfig(node).ToConfig())));
        all.AddRange(schedules.Select(item => Item(item.ToConfig(), node => LearningRateSchedule.FromConfig(node).ToConfig())));
        return all;

        static (JsonNode Config, Func<JsonNode, JsonNode> Copy) Item(JsonNode config, Func<JsonNode, JsonNode> copy) => (config, copy);
    }

    // Of each other class of the library one, made from the first of some configs that it takes.
    private static IEnumerable<Layer> LayersOfTheTable(HashSet<string> used)
    {
        const string Cell = """{"class_name": "LSTMCell", "config": {"units": 2}}""";
        const string Steps = """{"class_name": "LSTM", "config": {"units": 2}}""", Dense = """{"class_name": "Dense", "config": {"units": 2}}""";
        string[] configs =
        [
            "{}", """{"units": 2}""", """{"filters": 2, "kernel_size": 2}""", """{"filters": 2, "kernel_size": [2, 2]}""",
            """{"filters": 2, "kernel_size": [2, 2, 2]}""", """{"kernel_size": 2}""", """{"kernel_size": [2, 2]}""", """{"rate": 0.5}""",
            """{"stddev": 0.5}""", """{"output_size": 2}""", """{"output_size": [2, 2]}""", """{"output_size": [2, 2, 2]}""",
            """{"height": 2, "width": 2}""", """{"num_heads": 2, "key_dim": 2}""",
            """{"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1}""", """{"num_bins": 2}""", """{"scale": 2}""",
            """{"n": 2}""", """{"dims": [2, 1]}""", """{"target_shape": [2]}""", """{"axes": 1}""", """{"activation": "relu"}""",
            """{"equation": "ab,bc->ac", "output_shape": 2}""", """{"input_dim": 2, "output_dim": 2}""", $$"""{"layer": {{Dense}}}""",
            $$"""{"layer": {{Steps}}}""", $$"""{"cell": {{Cell}}}""", $$"""{"cells": [{{Cell}}]}""", """{"batch_shape": [null, 2]}""",
        ];
        foreach (string name in LayerTable.Entries.Names.Where(name => !used.Contains(name)))
        {
            if (configs.Select(config => Made(name, config)).FirstOrDefault(layer => layer is not null) is { } made) yield return made;
        }
    }

    private static Layer? Made(string name, string config)
    {
        try
        {
            return Layer.FromConfig(new JsonObject { ["class_name"] = name, ["config"] = JsonNode.Parse(config) });
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed class Twice(float factor) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input * factor;

        protected override void WriteConfig(JsonObject config) => config["factor"] = factor;
    }

    // A class of a program that is called as one of the library's.
    private sealed class OtherSequential : Layer
    {
        public override string ClassName => "Sequential";

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;
    }

    // Its function throws whatever comes when a config is not as expected.
    private sealed class Careless(int value) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input + value;
    }
}
