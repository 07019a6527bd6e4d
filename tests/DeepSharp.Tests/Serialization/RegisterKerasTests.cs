using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>Classes of another assembly under Keras's plain names, as a side package brings them.</summary>
public class RegisterKerasTests
{
    public RegisterKerasTests()
    {
        ModelFile.RegisterKeras("KerasGain", config => new KerasGain((float?)config["factor"] ?? 2f));
        ModelFile.RegisterKeras("KerasQuartic", config => new KerasQuartic((float?)config["scale"] ?? 1f), "keras_quartic");
        ModelFile.RegisterKeras("keras_half", _ => new KerasHalf());
        ModelFile.RegisterKeras("KerasSteps", config => new KerasSteps((float?)config["step"] ?? 0.5f), "keras_steps");
        ModelFile.RegisterKeras("KerasCount", _ => new KerasCount());
        ModelFile.RegisterKeras("KerasSigns", config => new KerasSigns((float?)config["damping"] ?? 1f), "keras_signs");
        ModelFile.RegisterKeras("KerasCap", _ => new KerasCap(), "keras_cap");
    }

    [Fact]
    public void A_config_has_the_module_and_the_plain_name_of_Keras()
    {
        JsonObject config = new KerasGain(3, "g").ToConfig();
        Assert.Equal("keras.layers", (string)config["module"]!);
        Assert.Equal("KerasGain", (string)config["class_name"]!);
        Assert.True(config.ContainsKey("registered_name"));
        Assert.Null(config["registered_name"]);
        Assert.Equal("keras.losses", (string)new KerasQuartic(3).ToConfig()["module"]!);
        Assert.Equal("\"keras_half\"", new KerasHalf().ToConfig().ToJsonString());
    }

    [Fact]
    public void A_config_of_Keras_is_read()
    {
        JsonNode config = JsonNode.Parse("""
            {"module": "keras.layers", "class_name": "KerasGain", "config": {"name": "g", "trainable": false, "dtype": "float32",
             "factor": 5, "activity_regularizer": {"class_name": "L2", "config": {"l2": 0.5}}}, "registered_name": "KerasGain"}
            """)!;
        var layer = Assert.IsType<KerasGain>(Layer.FromConfig(config));
        Assert.Equal((5f, "g", false), (layer.Factor, layer.Name, layer.Trainable));
        Assert.Equal(Regularizer.L2(0.5f), layer.ActivityRegularizer);
        Assert.Equal(5f, Assert.IsType<KerasGain>(Layer.FromConfig(layer.ToConfig())).Factor);
    }

    [Fact]
    public void A_file_brings_every_kind_back_and_training_goes_on_bit_for_bit()
    {
        var model = new Sequential(
            [new KerasGain(3), new Dense(2, "keras_half", kernelInitializer: "keras_steps", kernelConstraint: "keras_cap")], "m",
            new Input([4]));
        model.Compile(new KerasSigns(0.5f, 0.125), new KerasQuartic(2) { Reduction = Reduction.Sum }, [new KerasCount { Name = "seen" }]);
        (Tensor x, Tensor y) = (Tensor.From(TestData.Uniform(32, 1), [8, 4]), Tensor.From(TestData.Uniform(16, 2), [8, 2]));
        model.TrainOnBatch(x, y);
        Sequential copy = SavedModel.Copy(model);

        Assert.IsType<KerasHalf>(((Dense)copy.Layers[1]).Activation);
        Assert.Equal(new KerasQuartic(2) { Reduction = Reduction.Sum }, copy.Loss);
        Assert.Equal("seen", Assert.IsType<KerasCount>(copy.Metrics[0]).Name);
        Assert.Equal((0.5f, 0.125), (Assert.IsType<KerasSigns>(copy.Optimizer).Damping, copy.Optimizer.LearningRate));
        Assert.Equal(model.TrainOnBatch(x, y), copy.TrainOnBatch(x, y));
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void Names_work_as_strings()
    {
        Assert.Equal(new KerasQuartic(1), (Loss)"keras_quartic");
        Assert.Equal(new KerasSteps(0.5f), (Initializer)"KerasSteps");
        Assert.IsType<KerasHalf>((Activation)"keras_half");
        Assert.IsType<KerasSigns>((Optimizer)"keras_signs");
        Assert.IsType<KerasCap>((Constraint)"keras_cap");
        Assert.Equal("KerasCount", Assert.IsType<KerasCount>((Metric)"KerasCount").Name);
    }

    [Fact]
    public void The_class_counts_as_the_librarys_and_one_that_is_not_registered_does_not()
    {
        Assert.Same(CallSignature.OneInput, new KerasGain(1).Signature);
        Assert.Same(CallSignature.AnyMaskedInputs, new Unregistered().Signature);
        Assert.False(new KerasGain(1).MayMakeMasks);
        Assert.True(new Unregistered().MayMakeMasks);
        Assert.Equal(["gain"], new Sequential([new KerasGain(1)], "m", new Input([2])).Weights.Select(weight => weight.Name));

        // A loss of the library's is tried out with zeros, one of a program's own with targets.
        var model = new Sequential([new Dense(1)], "m", new Input([2]));
        var loss = new KerasQuartic(1);
        model.Compile("sgd", loss);
        model.Fit(Tensor.Ones([2, 2]), Tensor.Full([2, 1], 5f), verbose: Verbosity.Silent);
        Assert.Equal(0f, KerasQuartic.FirstTarget);
    }

    [Fact]
    public void Names_that_are_taken_or_have_a_package_are_refused()
    {
        Refuses("RegisterKeras: 'Dense' is a layer of the library already. Remove the line for ", "Dense", _ => new KerasGain(1));
        Refuses("RegisterKeras: 'Sequential' is a model of the library already. Remove the line for ", "Sequential", _ => new KerasGain(1));
        Assert.Throws<ArgumentException>(() => ModelFile.RegisterKeras("KerasWhole", _ => new KerasGain(1), "Functional"));
        Refuses(
            "RegisterKeras: expected a plain name of Keras's such as 'KerasGain' but got 'My>Gain'. A name with a package is given to " +
            "Register.", "My>Gain", _ => new KerasGain(1));
        Refuses(
            "RegisterKeras: 'KerasGain' is the name of DeepSharp.Tests.Serialization.RegisterKerasTests+KerasGain already.", "KerasGain",
            _ => new Unregistered());
        Refuses<Layer>(
            "RegisterKeras: expected a function that says which class it makes, but 'KerasAny' makes some Layer. " +
            "Write RegisterKeras<TheClass>(\"KerasAny\", ...).", "KerasAny", _ => new KerasGain(1));
        Refuses("RegisterKeras: expected a layer, model,", "KerasText", _ => "text");
    }

    private static void Refuses<T>(string expected, string name, Func<JsonObject, T> create) where T : class => Assert.StartsWith(
        expected, Assert.Throws<ArgumentException>(() => ModelFile.RegisterKeras(name, create)).Message, StringComparison.Ordinal);

    private sealed class KerasGain(float factor, string? name = null) : Layer(name)
    {
        private Variable? _gain;

        public float Factor => factor;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _gain = AddWeight("gain", [input[^1]], Initializer.Ones);

        protected override Tensor Call(Tensor input, bool training) => input * _gain!.Value * factor;

        protected override void WriteConfig(JsonObject config) => config["factor"] = factor;
    }

    private sealed record KerasQuartic(float Scale) : Loss("keras_quartic", Reduction.SumOverBatchSize)
    {
        public static float FirstTarget { get; private set; } = float.NaN;

        public override string ClassName => "KerasQuartic";

        public override Tensor PerSample(Tensor target, Tensor prediction)
        {
            if (float.IsNaN(FirstTarget) && target.Shape == [2, 1]) FirstTarget = target.Span[0];
            return DeepSharp.Ops.Square(DeepSharp.Ops.Square(prediction - target)).Mean(axis: -1) * Scale;
        }

        protected override void WriteConfig(JsonObject config) => config["scale"] = Scale;
    }

    private sealed record KerasHalf : Activation
    {
        public override string Name => "keras_half";

        public override Tensor Apply(Tensor x) => x * 0.5f;
    }

    private sealed record KerasSteps(float Step) : Initializer
    {
        public override string ClassName => "KerasSteps";

        protected override void Fill(Span<float> values, Shape shape, RandomStream random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = i * Step;
        }

        protected override JsonObject GetConfig() => new() { ["step"] = Step };
    }

    private sealed record KerasCap : Constraint
    {
        public override string ClassName => "KerasCap";

        public override void Project(Span<float> weight, Shape shape) => TensorPrimitives.Min(weight, 3f, weight);
    }

    private sealed class KerasCount() : Metric("KerasCount")
    {
        private double _count;

        public override double Result => _count;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => _count += target.Shape[0];

        public override void Reset() => _count = 0;
    }

    private sealed class KerasSigns(float damping, double rate = 0.1) : Optimizer(rate)
    {
        public float Damping => damping;

        protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
        {
            for (int i = 0; i < weight.Length; i++) weight[i] -= step.LearningRate * damping * MathF.Sign(gradient[i]);
        }

        protected override void WriteConfig(JsonObject config) => config["damping"] = damping;
    }
}
