using System.Text.Json;
using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Configuration;

/// <summary>Every number that a user gives is refused at once, by name, or comes back from a file bit for bit.</summary>
public class NumericOptionTests
{
    private static readonly double[] s_neverTaken = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private static readonly double[] s_beyondFloats = [1e300, -1e300, float.MaxValue * 2.0];

    private static readonly double[] s_others =
        [0, -1, 0.1, 1 / 3.0, 0.1f, 0.999999999, 1e-50, float.Epsilon, -float.Epsilon, float.MaxValue, -float.MaxValue, 1e10, 3];

    public static TheoryData<string> Options => [.. NumericOption.All().Select(option => option.Owner).Distinct()];

    [Fact]
    public void All_kinds_of_options_are_found()
    {
        HashSet<string> owners = [.. NumericOption.All().Select(option => option.Owner)];
        HashSet<string> some =
            ["Dropout(rate)", "Adam(clipValue)", "Loss.Huber(delta)", "SymbolicTensor.op_Multiply(right)", "Optimizer.LearningRate",
                "OptimizerOptions.ClipNorm", "ClassWeight.Item", "Activation.ELU(alpha)", "Constraint.MaxNorm(maxValue)",
                "EarlyStopping(minDelta)", "LossWeights.op_Implicit(weights)", "PiecewiseConstantDecay(values)"];
        Assert.Superset(some, owners);
        Assert.InRange(owners.Count, 150, 1000);
        Assert.Empty(NumericOption.Overlooked());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_number_that_is_not_finite_is_refused_by_name(string owner)
    {
        foreach (NumericOption option in OptionsOf(owner))
        {
            // What is set in brackets has the name of what is filled. Callbacks keep doubles, which no file holds.
            string name = option.Name == "Item" ? option.Made.Name : option.Name;
            bool isDouble = option.Made.IsAssignableTo(typeof(Callback)) || option.Made == typeof(Progbar);
            foreach (double number in isDouble ? s_neverTaken : [.. s_neverTaken, .. s_beyondFloats])
            {
                ArgumentException refusal = Refusal(option, number) ?? throw new Xunit.Sdk.XunitException($"{option} took {number}.");
                Assert.True(
                    refusal.ParamName == name || Plain(refusal.Message).Contains(Plain(name), StringComparison.Ordinal)
                    || option.Owner.StartsWith("ClassWeight", StringComparison.Ordinal),
                    $"{option} with {number} does not name it: {refusal.Message}");
            }
        }

        static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_number_that_is_taken_comes_back_from_a_file(string owner)
    {
        foreach (NumericOption option in OptionsOf(owner))
        {
            foreach (double number in s_others)
            {
                if (Refusal(option, number) is not null || ModelWith(option.Make(number)) is not { } model) continue;
                Model copy = SavedModel.Load(SavedModel.Bytes(model));
                Assert.Equal(Config(model), Config(copy));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_config_with_a_number_that_is_not_finite_does_not_fit(string owner)
    {
        foreach (NumericOption option in OptionsOf(owner))
        {
            double taken = s_others.First(number => number is not 0 and not 0.1 && Refusal(option, number) is null);
            if (ReaderOf(option.Make(taken)) is not var (config, read)) continue;
            Assert.Equal(config.ToJsonString(), Written(read(JsonNode.Parse(config.ToJsonString())!)).ToJsonString());
            foreach (string key in KeysOfNumbers(config))
            {
                foreach (JsonNode bad in new JsonNode[] { double.NaN, float.PositiveInfinity, "Infinity", JsonNode.Parse("1e300")! })
                {
                    JsonNode copy = config.DeepClone();
                    copy["config"]![key] = bad.DeepClone();
                    Assert.Throws<FormatException>(() => read(copy));
                }
            }
        }
    }

    private static IEnumerable<NumericOption> OptionsOf(string owner) => NumericOption.All().Where(option => option.Owner == owner);

    // Options by themselves are checked by the optimizer or layer that has them.
    private static ArgumentException? Refusal(NumericOption option, double number)
    {
        try
        {
            object made = option.Make(number);
            if (made is OptimizerOptions options) SgdWith(options);
            if (made is RenormClipping clipping) ModelWith(clipping);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception;
        }
    }

    private static string Config(Model model) => $"{model.ToConfig().ToJsonString()} {CompileConfig.Of(model)?.ToJsonString()}";

    /// <summary>A model that something is a part of; null for what no file holds.</summary>
    private static Model? ModelWith(object part) => part switch
    {
        Activation activation => new Sequential(new Dense(2, activation, inputShape: [2])),
        Initializer initializer => new Sequential(new Dense(2, kernelInitializer: initializer, inputShape: [2])),
        Constraint constraint => new Sequential(new Dense(2, kernelConstraint: constraint, inputShape: [2])),
        Regularizer regularizer => new Sequential(new Dense(2, kernelRegularizer: regularizer, inputShape: [2])),
        RenormClipping limits => new Sequential(new BatchNormalization(renorm: true, renormClipping: limits, inputShape: [2])),
        RNNCell cell => ModelWith(new RNN(cell)),
        Layer layer => ModelOf(layer),
        SymbolicTensor tensor => new Model(InputOf(tensor), tensor),
        Optimizer optimizer => Compiled(optimizer, "mse"),
        OptimizerOptions options => Compiled(SgdWith(options), "mse"),
        LearningRateSchedule schedule => Compiled(new SGD(schedule), "mse"),
        Loss loss => Compiled("sgd", loss),
        LossWeights weights => Compiled("sgd", "mse", weights),
        Metric metric => Compiled("sgd", "mse", metrics: [metric]),
        ClassWeight or Callback or Progbar => null,
        _ => throw new NotSupportedException($"Say which model has a {part.GetType()}."),
    };

    /// <summary>A model of one layer, which gets the first of these inputs that it takes, twice if it needs two.</summary>
    private static Model ModelOf(Layer layer)
    {
        int tensors = layer is CustomScaleLayer or Dot or ProjectedAttention or ScoreAttention ? 2 : 1;
        Shape[] shapes = [[2], [32], [3, 2], [4, 4, 2], [4, 4, 3], [3, 4, 4, 2], [2, 3, 4, 4, 2], [4096]];
        foreach (Shape shape in shapes)
        {
            SymbolicTensor[] inputs = [.. Enumerable.Range(0, tensors).Select(_ => new Input(shape))];
            try
            {
                return new Model(inputs, layer.ApplyAll(inputs));
            }
            catch (ShapeException)
            {
            }
        }

        throw new NotSupportedException($"Say which input {layer.ClassName} takes.");
    }

    private static Model Compiled(Optimizer optimizer, Loss loss, LossWeights? weights = null, MetricSet? metrics = null)
    {
        var model = new Sequential(new Dense(2, inputShape: [2], name: "out"));
        model.Compile(optimizer, loss, metrics, weights);
        return model;
    }

    private static SGD SgdWith(OptimizerOptions o) => new(
        0.1, weightDecay: o.WeightDecay, clipNorm: o.ClipNorm, clipValue: o.ClipValue, globalClipNorm: o.GlobalClipNorm, useEma: o.UseEma,
        emaMomentum: o.EmaMomentum, lossScaleFactor: o.LossScaleFactor);

    /// <summary>The config of what has one, and how it is read.</summary>
    private static (JsonNode Config, Func<JsonNode, object> Read)? ReaderOf(object part) => part switch
    {
        Activation => (Written(part), Activation.FromConfig),
        Constraint => (Written(part), Constraint.FromConfig),
        Initializer => (Written(part), Initializer.FromConfig),
        Layer => (Written(part), Layer.FromConfig),
        LearningRateSchedule => (Written(part), LearningRateSchedule.FromConfig),
        Loss => (Written(part), Loss.FromConfig),
        Metric => (Written(part), Metric.FromConfig),
        Optimizer => (Written(part), Optimizer.FromConfig),
        Regularizer => (Written(part), Regularizer.FromConfig),
        _ => null,
    };

    private static JsonNode Written(object part) => part switch
    {
        Activation activation => activation.ToConfig(),
        Constraint constraint => constraint.ToConfig(),
        Initializer initializer => initializer.ToConfig(),
        Layer layer => layer.ToConfig(),
        LearningRateSchedule schedule => schedule.ToConfig(),
        Loss loss => loss.ToConfig(),
        Metric metric => metric.ToConfig(),
        Optimizer optimizer => optimizer.ToConfig(),
        _ => ((Regularizer)part).ToConfig(),
    };

    // Of the object itself: what lies in it has a config of its own. Numbers that are read and let go may be anything.
    private static IEnumerable<string> KeysOfNumbers(JsonNode config) =>
        config is not JsonObject { } wrapped || wrapped["config"] is not JsonObject parameters ? []
        : parameters.Where(entry => entry.Value?.GetValueKind() == JsonValueKind.Number && entry.Key != "renorm_momentum")
            .Select(entry => entry.Key);

    private static SymbolicTensor InputOf(SymbolicTensor tensor) => tensor.Origin!.Tensors[0];
}
