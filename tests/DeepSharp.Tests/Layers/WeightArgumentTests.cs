using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Layers;

/// <summary>Regularizers and constraints of every layer that has weights: read from the config of Keras, in the loss, in files.</summary>
public class WeightArgumentTests
{
    private const float Rate = 0.125f;

    private static readonly Dictionary<string, (string Config, Shape Input, string[] Weights)> s_layers = new()
    {
        ["Dense"] = ("""{"units": 3}""", [4], ["kernel", "bias"]),
        ["Conv1D"] = ("""{"filters": 3, "kernel_size": 2}""", [4, 2], ["kernel", "bias"]),
        ["Conv2D"] = ("""{"filters": 3, "kernel_size": 2}""", [4, 4, 2], ["kernel", "bias"]),
        ["DepthwiseConv2D"] = ("""{"kernel_size": 2, "depth_multiplier": 2}""", [4, 4, 2], ["depthwise", "bias"]),
        ["Embedding"] = ("""{"input_dim": 2, "output_dim": 3}""", [4], ["embeddings"]),
        ["GRU"] = ("""{"units": 3, "bias_initializer": "glorot_normal"}""", [4, 2], ["kernel", "recurrent", "bias"]),
        ["SimpleRNN"] = ("""{"units": 3}""", [4, 2], ["kernel", "recurrent", "bias"]),
        ["LSTM"] = ("""{"units": 3, "bias_initializer": "glorot_normal"}""", [4, 2], ["kernel", "recurrent", "bias"]),
        ["BatchNormalization"] = ("{}", [4], ["gamma", "beta"]),
        ["LayerNormalization"] = ("{}", [4], ["gamma", "beta"]),
    };

    public static TheoryData<string> Names => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_survive_the_config_and_reach_the_weights(string name)
    {
        Layer layer = Create(name, "regularizer", "constraint"), copy = Layer.FromConfig(layer.ToConfig());
        Assert.Equal(layer.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(Regularizer.L2(0.5f), copy.ActivityRegularizer);
        copy.Build(s_layers[name].Input.Prepend(Shape.Any));
        int count = s_layers[name].Weights.Length;
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(Penalty(i), copy.Weights[i].Regularizer);
            Assert.Equal(Constraint.MinMaxNorm(0.5f, 2f + i, 1f, 0), copy.Weights[i].Constraint);
        }

        Assert.All(copy.Weights.Skip(count), weight => Assert.Null(weight.Regularizer ?? (object?)weight.Constraint));
    }

    // Against the same layer without: the loss grows by the penalties, the step by the rate times their gradients.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_and_the_step_include_the_penalties_of_the_weights(string name)
    {
        Sequential plain = Model(Create(name), name), model = Model(Create(name, "regularizer", activity: null), name);
        float[][] before = [.. plain.GetWeights().Select(weight => TestData.Uniform(weight.Size, seed: weight.Size))];
        Tensor[] start = [.. before.Zip(plain.Weights, (values, weight) => Tensor.From(values, weight.Shape))];
        plain.SetWeights(start);
        model.SetWeights(start);
        Shape input = s_layers[name].Input.Prepend(2);
        Tensor x = Tensor.From(TestData.Uniform(input.Size, seed: 9), input), y = Tensor.Zeros(plain.ComputeOutputShape(input));
        if (name == "Embedding") x = Tensor.From([.. Enumerable.Range(0, x.Size).Select(i => i % 2f)], input);

        double penalty = model.TrainOnBatch(x, y)["loss"] - plain.TrainOnBatch(x, y)["loss"], want = 0;
        for (int i = 0; i < s_layers[name].Weights.Length; i++)
        {
            (double l1, double l2) = Strengths(i);
            want += before[i].Sum(value => l1 * Math.Abs(value) + l2 * (double)value * value);
            double[] after = [.. before[i].Zip(plain.Weights[i].Value.ToArray(), (value, step) =>
                step - Rate * (l1 * Math.Sign(value) + 2 * l2 * (double)value))];
            TestData.AssertClose(after, model.Weights[i].Value.Span, 1e-6, 1e-5, $"{model.Weights[i].Path} after the step");
        }

        Assert.Equal(want, penalty, 1e-5 * (1 + want));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_keep_them(string name)
    {
        Sequential model = Model(Create(name, "regularizer", "constraint"), name), copy = SavedModel.Copy(model);
        Assert.Equal(model.Weights.Select(weight => weight.Regularizer), copy.Weights.Select(weight => weight.Regularizer));
        Assert.Equal(model.Weights.Select(weight => weight.Constraint), copy.Weights.Select(weight => weight.Constraint));
        Assert.Equal(model.Layers[0].ActivityRegularizer, copy.Layers[0].ActivityRegularizer);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void Constructors_take_them_all()
    {
        Regularizer r = "l1", s = "l2", a = "l1l2";
        Constraint c = "non_neg", d = "unit_norm";
        Layer[] layers =
        [
            new BatchNormalization(betaRegularizer: r, gammaRegularizer: s, betaConstraint: c, gammaConstraint: d),
            new LayerNormalization(betaRegularizer: r, gammaRegularizer: s, betaConstraint: c, gammaConstraint: d),
            new LayerNormalization([-1], betaRegularizer: r, gammaRegularizer: s, betaConstraint: c, gammaConstraint: d),
            new DepthwiseConv2D(
                1, depthwiseRegularizer: s, biasRegularizer: r, activityRegularizer: a, depthwiseConstraint: d, biasConstraint: c),
            new Conv2D(2, 1, kernelRegularizer: s, biasRegularizer: r, activityRegularizer: a, kernelConstraint: d, biasConstraint: c),
            new Dense(2, kernelRegularizer: s, biasRegularizer: r, activityRegularizer: a, kernelConstraint: d, biasConstraint: c),
        ];
        foreach (Layer layer in layers)
        {
            layer.Build(layer is Conv2D or DepthwiseConv2D ? [1, 2, 2, 2] : [1, 2]);
            Assert.Equal([s, r], layer.Weights.Take(2).Select(weight => weight.Regularizer));
            Assert.Equal([d, c], layer.Weights.Take(2).Select(weight => weight.Constraint));
            Assert.Equal(layer is Conv2D or DepthwiseConv2D or Dense ? a : null, layer.ActivityRegularizer);
        }

        var embedding = new Embedding(2, 3, embeddingsRegularizer: r, activityRegularizer: a, embeddingsConstraint: c);
        embedding.Build([1, 2]);
        Assert.Equal((r, c, a), (embedding.Embeddings!.Regularizer, embedding.Embeddings.Constraint, embedding.ActivityRegularizer));
    }

    private static (float L1, float L2) Strengths(int weight) => (0.25f + weight, 0.5f + weight);

    private static Regularizer Penalty(int weight) => Regularizer.L1L2(Strengths(weight).L1, Strengths(weight).L2);

    private static Layer Create(string name, string? regularizer = null, string? constraint = null, string? activity = "l2")
    {
        (string config, Shape _, string[] weights) = s_layers[name];
        JsonObject options = JsonNode.Parse(config)!.AsObject();
        options["name"] = "layer";
        for (int i = 0; i < weights.Length; i++)
        {
            if (regularizer is not null) options[$"{weights[i]}_{regularizer}"] = Penalty(i).ToConfig();
            if (constraint is not null) options[$"{weights[i]}_{constraint}"] = Constraint.MinMaxNorm(0.5f, 2f + i, 1f, 0).ToConfig();
        }

        if (regularizer is not null && activity is not null) options["activity_regularizer"] = Regularizer.L2(0.5f).ToConfig();
        return Layer.Create(name, options);
    }

    private static Sequential Model(Layer layer, string name)
    {
        var model = new Sequential([layer], "m", new Input(s_layers[name].Input));
        model.Compile(new SGD(Rate), "mse");
        return model;
    }
}
