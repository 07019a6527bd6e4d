using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>Classes of a program that are no layers: each kind comes back from a file once it is registered.</summary>
public class RegisterKindsTests
{
    public RegisterKindsTests()
    {
        ModelFile.Register("Kinds>Steep", config => new Steep((float)config["slope"]!));
        ModelFile.Register("Kinds>Stairs", config => new Stairs((float)config["step"]!));
        ModelFile.Register("Kinds>Whole", _ => new Whole());
        ModelFile.Register("Kinds>Largest", config => new Largest((float)config["factor"]!));
        ModelFile.Register("Kinds>Cubed", config => new Cubed((float)config["scale"]!));
        ModelFile.Register("Kinds>Count", config => new Count((int)config["from"]!));
        ModelFile.Register("Kinds>SignStep", config => new SignStep(0.5, (float)config["damping"]!));
        ModelFile.Register("Kinds>Halving", config => new Halving((float)config["start"]!));
    }

    [Fact]
    public void Every_kind_comes_back_and_training_goes_on_bit_for_bit()
    {
        Sequential model = Made();
        model.Compile(
            new SignStep(new Halving(0.1f), 0.25f, new OptimizerOptions(weightDecay: 0.01, name: "mine")),
            new Cubed(3) { Reduction = Reduction.Sum, Name = "cubes" }, [new Count(2) { Name = "seen" }]);
        (Tensor x, Tensor y) = (Tensor.From(TestData.Uniform(32, 1), [8, 4]), Tensor.From(TestData.Uniform(16, 2), [8, 2]));
        Fit(model, x, y);
        Sequential copy = SavedModel.Copy(model);

        var dense = (Dense)copy.Layers[0];
        Assert.Equal(new Steep(2), dense.Activation);
        Assert.Equal(new Stairs(0.5f), dense.KernelInitializer);
        Assert.Equal(new Largest(0.1f), dense.KernelRegularizer);
        Assert.IsType<Whole>(dense.KernelConstraint);
        Assert.Equal(new Cubed(3) { Reduction = Reduction.Sum, Name = "cubes" }, copy.Loss);
        Assert.Equal("seen", Assert.IsType<Count>(copy.Metrics[0]).Name);
        var optimizer = Assert.IsType<SignStep>(copy.Optimizer);
        Assert.Equal(0.25f, optimizer.Damping);
        Assert.Equal(new Halving(0.1f), optimizer.Schedule);
        Assert.Equal((0.01, "mine"), (optimizer.Options.WeightDecay, optimizer.Name));

        Fit(model, x, y);
        Fit(copy, x, y);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void A_constant_rate_comes_back_without_the_function()
    {
        Sequential model = Made();
        model.Compile(new SignStep(0.125, 0.25f), "mse");
        Assert.Equal(0.125f, SavedModel.Copy(model).Optimizer!.LearningRate);
    }

    [Fact]
    public void The_config_names_the_package_and_the_class()
    {
        JsonNode config = new Steep(2).ToConfig();
        Assert.Equal("Kinds>Steep", (string)config["registered_name"]!);
        Assert.Equal("Steep", (string)config["class_name"]!);
        Assert.Null(config["module"]);
        Assert.Equal(new Steep(2), Activation.FromConfig(config));
        Assert.Equal("Kinds>Largest", (string)new Largest(1).ToConfig()["registered_name"]!);
    }

    [Fact]
    public void Those_of_the_library_are_written_as_before()
    {
        Assert.Equal("keras.regularizers", (string)Regularizer.L2(0.01).ToConfig()["module"]!);
        Assert.Null(Regularizer.L2(0.01).ToConfig()["registered_name"]);
        Assert.Equal("\"relu\"", Activation.ReLU.ToConfig().ToJsonString());
    }

    [Fact]
    public void One_that_nobody_registered_is_named_with_both_ways_out()
    {
        byte[] file = SavedModel.Bytes(WithStranger());
        ModelFileException error = SavedModel.LoadError(file);
        Assert.Contains("Unknown regularizer 'Custom>Stranger'. Known: L1, ", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "A custom regularizer is made known with ModelFile.Register(\"Custom>Stranger\", config => new Stranger(...)).",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("take its weights from this file: model.LoadWeights(file).", error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => SavedModel.Load(file, compile: false));
    }

    [Fact]
    public void The_weights_of_such_a_file_go_into_a_model_made_in_code()
    {
        Sequential model = WithStranger(), again = WithStranger();
        again.LoadWeights(new MemoryStream(SavedModel.Bytes(model)));
        SavedModel.AssertSameState(model, again);
    }

    [Fact]
    public void A_class_that_is_of_no_kind_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelFile.Register("Kinds>Text", _ => "text"));
        Assert.StartsWith("Register: expected a layer, model, activation, initializer, regularizer, constraint, loss,", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("'Kinds>Text', but System.String is none of them.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_has_to_say_which_class_it_makes()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelFile.Register<Regularizer>("Kinds>Some", _ => new Largest(1)));
        Assert.Contains("Write Register<TheClass>(\"Kinds>Some\", ...).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_of_a_file_do_not_name_arguments_of_methods()
    {
        byte[] file = RawFile.WithConfig(
            SavedModel.Bytes(new Sequential([new Dense(2, "relu")], "m", new Input([4]))), config =>
            config.Replace("\"relu\"", "\"rleu\"", StringComparison.Ordinal));
        string message = SavedModel.LoadError(file).Message;
        Assert.Contains("Unknown activation 'rleu'. Did you mean 'relu'? Known: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", message, StringComparison.Ordinal);
    }

    private static Sequential Made() => new(
        [new Dense(
        2, new Steep(2), kernelInitializer: new Stairs(0.5f), kernelRegularizer: new Largest(0.1f), kernelConstraint: new Whole(),
            name: "d")], "m", new Input([4]));

    private static Sequential WithStranger() =>
        new([new Dense(2, kernelRegularizer: new Stranger())], "m", new Input([4]));

    private static void Fit(Model model, Tensor x, Tensor y) =>
        model.Fit(x, y, batchSize: 4, epochs: 2, verbose: Verbosity.Silent, shuffle: false);

    private sealed record Steep(float Slope) : Activation
    {
        public override string Name => "steep";

        public override Tensor Apply(Tensor x) => x * Slope;

        protected override JsonObject GetConfig() => new() { ["slope"] = Slope };
    }

    private sealed record Stairs(float Step) : Initializer
    {
        public override string ClassName => "Stairs";

        protected override void Fill(Span<float> values, Shape shape, RandomStream random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = i * Step;
        }

        protected override JsonObject GetConfig() => new() { ["step"] = Step };
    }

    private sealed record Largest(float Factor) : Regularizer
    {
        public override string ClassName => "Largest";

        public override Tensor Apply(Tensor weight) => weight.Max() * Factor;

        protected override JsonObject GetConfig() => new() { ["factor"] = Factor };
    }

    private sealed record Whole : Constraint
    {
        public override string ClassName => "Whole";

        public override void Project(Span<float> weight, Shape shape)
        {
            for (int i = 0; i < weight.Length; i++) weight[i] = MathF.Round(weight[i] * 64) / 64;
        }
    }

    private sealed record Stranger : Regularizer
    {
        public override string ClassName => "Stranger";

        public override Tensor Apply(Tensor weight) => weight.Max();
    }

    private sealed record Cubed(float Scale) : Loss("cubed", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "Cubed";

        public override Tensor PerSample(Tensor target, Tensor prediction) =>
            ((target - prediction) * (target - prediction) * (target - prediction)).Mean(-1) * Scale;

        protected override void WriteConfig(JsonObject config) => config["scale"] = Scale;
    }

    private sealed class Count(int from) : Metric("count")
    {
        private int _count;

        public override double Result => from + _count;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => _count += target.Shape[0];

        public override void Reset() => _count = 0;

        protected override void WriteConfig(JsonObject config) => config["from"] = from;
    }

    private sealed class SignStep(LearningRate rate, float damping, OptimizerOptions? options = null)
        : Optimizer(rate, options ?? new OptimizerOptions(), "last")
    {
        public float Damping => damping;

        protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
        {
            for (int i = 0; i < weight.Length; i++)
            {
                slots[0][i] = damping * slots[0][i] + float.Sign(gradient[i]);
                weight[i] -= step.LearningRate * slots[0][i];
            }
        }

        protected override void WriteConfig(JsonObject config) => config["damping"] = damping;
    }

    private sealed record Halving(float Start) : LearningRateSchedule
    {
        public override double At(long step) => Start / (1 << (int)Math.Min(step, 20));

        protected override JsonObject GetConfig() => new() { ["start"] = Start };
    }
}
