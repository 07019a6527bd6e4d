using DeepSharp.Layers;

namespace DeepSharp.Tests.Losses;

/// <summary>Cross-entropies of what a sigmoid or softmax gave are those of its logits, as Keras computes them on TensorFlow.</summary>
public class LogitsBehindTests
{
    public static TheoryData<string> Ways =>
    [
        "activation of a dense layer", "activation layer", "class of one's own", "nested", "convolution", "then a mask",
        "then another shape",
    ];

    // log(1 + e⁴⁰) is 40, and its slope sigmoid(40) is 1: the weight falls by 0.1 a step. As a probability e⁻⁴⁰ below 1 would be 1.
    [Theory]
    [MemberData(nameof(Ways))]
    public void A_saturated_sigmoid_learns(string way)
    {
        Model model = Saturated(way, "sigmoid", new float[] { 40 });
        model.Compile(new SGD(0.1), "binary_crossentropy");
        (Tensor x, Tensor y) = Data(way, Tensor.Zeros([1, 1]));
        Assert.Equal(40, Evaluate(model, x, y), 1e-5);
        Assert.Equal([40, 39.9, 39.8], Losses(model, x, y, steps: 3), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(39.7f, SmallestWeight(model), 1e-4f);
    }

    // Logits 40 and 0: the right class 1 costs 40, and its logit rises as much as the other falls.
    [Theory]
    [MemberData(nameof(Ways))]
    public void A_saturated_softmax_learns(string way)
    {
        foreach (bool isSparse in new[] { true, false })
        {
            Model model = Saturated(way, "softmax", new float[] { 40, 0 });
            model.Compile(new SGD(0.1), isSparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy");
            (Tensor x, Tensor y) = Data(way, isSparse ? Tensor.From([1], [1, 1]) : Tensor.From([0, 1], [1, 2]));
            Assert.Equal(40, Evaluate(model, x, y), 1e-5);
            Assert.Equal([40, 39.8, 39.6], Losses(model, x, y, steps: 3), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Each_of_several_outputs_has_its_own_logits()
    {
        var input = new Input([1]);
        SymbolicTensor yes = Dense("sigmoid", [40]).Apply(input), kind = Dense("softmax", [40, 0]).Apply(input);
        var model = new Model(input, (yes, kind));
        model.Compile(new SGD(0.1), ["binary_crossentropy", "sparse_categorical_crossentropy"]);
        Assert.Equal(80, model.TrainOnBatch(Tensor.Ones([1, 1]), (Tensor.Zeros([1, 1]), Tensor.Ones([1])))["loss"], 1e-4);
        Assert.Equal([39.9f], model.Weights[0].Value.ToArray());
        Assert.Equal([39.9f, 0.1f], model.Weights[1].Value.ToArray());
    }

    [Fact]
    public void A_loop_of_ones_own_and_a_loss_without_a_tape_see_them_too()
    {
        var logits = Tensor.From([40, -40], [2, 1]);
        Loss loss = Loss.BinaryCrossentropy(reduction: Reduction.Sum);
        var tape = new GradientTape();
        tape.Watch(logits);
        Tensor value = tape.Record(() => loss.Apply(Tensor.From([0, 1], [2, 1]), DeepSharp.Ops.Sigmoid(logits)));
        Assert.Equal((80f, 80f), (value.Item(), loss.Apply(Tensor.From([0, 1], [2, 1]), logits.Sigmoid()).Item()));
        Assert.Equal([1f, -1f], tape.Gradient(value, logits)[0]!.ToArray());
    }

    public static TheoryData<string> Options => ["plain", "smoothed", "weighted", "sum", "ignored", "masked"];

    // What else a loss does stays the same: the weights are to the bit those of a model that gives logits.
    [Theory]
    [MemberData(nameof(Options))]
    public void Training_is_that_of_a_model_that_gives_logits(string option)
    {
        double smoothing = option == "smoothed" ? 0.1 : 0;
        Reduction reduction = option == "sum" ? Reduction.Sum : Reduction.SumOverBatchSize;
        int? ignored = option == "ignored" ? 1 : null;
        Tensor x = Tensor.From(TestData.Uniform(18, 3), [2, 3, 3]), labels = Tensor.From([0, 1, 2, 2, 1, 0], [2, 3]);
        foreach (string kind in new[] { "binary", "rows", "labels" })
        {
            Loss Make(bool fromLogits) => kind switch
            {
                "binary" => Loss.BinaryCrossentropy(fromLogits, smoothing, reduction: reduction),
                "rows" => Loss.CategoricalCrossentropy(fromLogits, smoothing, reduction: reduction),
                _ => Loss.SparseCategoricalCrossentropy(fromLogits, ignored, reduction),
            };
            Tensor y = kind == "labels" ? labels : Tensor.OneHot([0, 1, 2, 2, 1, 0], 3).Reshape([2, 3, 3]);
            Sequential behind = Model(kind == "binary" ? "sigmoid" : "softmax"), logits = Model("linear");
            behind.Compile(new SGD(0.5), Make(false));
            logits.Compile(new SGD(0.5), Make(true));
            Tensor? weights = option == "weighted" ? Tensor.From([1, 3]) : null;
            for (int step = 0; step < 3; step++)
            {
                double want = logits.TrainOnBatch(x, y, sampleWeight: weights)["loss"];
                Assert.Equal(want, behind.TrainOnBatch(x, y, sampleWeight: weights)["loss"], 1e-5);
            }

            Assert.Equal(
                logits.Weights[0].Value.ToArray(), behind.Weights[0].Value.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        }

        Sequential Model(string activation) => new(
            option == "masked" ? new Masked() : new ActivationLayer("linear"),
            new Dense(3, activation, kernelInitializer: Initializer.GlorotUniform(1)));
    }

    // e⁻⁴⁰ below 1 is 1 as a float: clipped to 1 - 1e-7, of which 1.19e-7 is left in floats, whose logarithm is -15.94.
    [Fact]
    public void Probabilities_of_unknown_origin_are_clipped()
    {
        Assert.Equal(15.94f, Loss.BinaryCrossentropy().Apply(Tensor.Zeros([1, 1]), Tensor.Ones([1, 1])).Item(), 1e-2f);
        Assert.Equal(
            -MathF.Log(1e-7f), Loss.SparseCategoricalCrossentropy().Apply(Tensor.Ones([1]), Tensor.From([1, 0], [1, 2])).Item(), 1e-4f);
    }

    [Fact]
    public void Probabilities_that_were_written_to_count_as_they_are()
    {
        Tensor probabilities = Tensor.Full([1, 1], 40).Sigmoid(), rows = Tensor.From([40, 0], [1, 2]).Softmax();
        probabilities.Span[0] = 0.5f;
        rows.Span.Fill(0.5f);
        Assert.Equal(Math.Log(2), Loss.BinaryCrossentropy().Apply(Tensor.Zeros([1, 1]), probabilities).Item(), 1e-6);
        Assert.Equal(Math.Log(2), Loss.SparseCategoricalCrossentropy().Apply(Tensor.Ones([1]), rows).Item(), 1e-6);
    }

    [Fact]
    public void Logits_that_were_written_to_do_not_count()
    {
        Tensor logits = Tensor.Full([1, 1], 0), probabilities = logits.Sigmoid();
        logits.Span[0] = 40;
        Assert.Equal(Math.Log(2), Loss.BinaryCrossentropy().Apply(Tensor.Zeros([1, 1]), probabilities).Item(), 1e-6);
    }

    // The span is older than the softmax: what is written to it later is seen all the same.
    [Fact]
    public void Logits_that_are_written_to_by_a_span_from_before_do_not_count()
    {
        Tensor logits = Tensor.Full([1, 2], 1) - 1;
        Span<float> values = logits.Span;
        Tensor probabilities = logits.Softmax();
        values[0] = 40;
        Assert.Equal(Math.Log(2), Loss.SparseCategoricalCrossentropy().Apply(Tensor.Ones([1]), probabilities).Item(), 1e-6);
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NaN)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(-200f, 200f)]
    [InlineData(200f, 0f)]
    public void What_logits_cost_is_seen_whatever_they_are(float logit, float expected)
    {
        Tensor logits = Tensor.From([0, logit, 0], [1, 3]) * 1, y = Tensor.From([0, 1, 0], [1, 3]);
        Assert.Equal(expected, Loss.SparseCategoricalCrossentropy().Apply(Tensor.Ones([1]), logits.Softmax()).Item(), 1f);
        float dense = Loss.CategoricalCrossentropy().Apply(y, logits.Softmax()).Item();
        Assert.True(float.IsFinite(expected) ? Math.Abs(dense - expected) < 1 : !float.IsFinite(dense));
    }

    // What is certain need not be computed again, which would be the most work of the loss.
    [Fact]
    public void In_a_training_nobody_can_have_written_to_them()
    {
        var loss = new Untouched();
        var model = new Sequential(new Dense(2, "softmax", inputShape: [1]));
        model.Compile("sgd", loss);
        model.TrainOnBatch(Tensor.Ones([2, 1]), Tensor.Ones([2, 2]));
        Assert.True(loss.Was[^1]);
        Tensor probabilities = (Tensor.Ones([1, 2]) * 2).Softmax();
        Assert.True(probabilities.Logits!.IsUntouched);
        bool elsewhere = true;
        var thread = new Thread(() => elsewhere = probabilities.Logits.IsUntouched);
        thread.Start();
        thread.Join();
        Assert.False(elsewhere);
        _ = probabilities.Span;
        Assert.False(probabilities.Logits.IsUntouched);
    }

    // The softmax is over the columns: the values of a row do not even add up to 1.
    [Fact]
    public void A_softmax_over_another_axis_is_none_over_classes()
    {
        Tensor columns = Tensor.From([1, 2, 3, 5], [2, 2]).Softmax(axis: 0), same = columns.Clone();
        Loss loss = Loss.SparseCategoricalCrossentropy();
        Assert.Equal(loss.Apply(Tensor.From([0, 1]), same).Item(), loss.Apply(Tensor.From([0, 1]), columns).Item());
    }

    [Fact]
    public void Each_cross_entropy_looks_behind_its_own_function_only()
    {
        Tensor sigmoids = Tensor.From([1, 2], [1, 2]).Sigmoid(), softmax = Tensor.From([1, 2], [1, 2]).Softmax();
        Tensor y = Tensor.From([0, 1], [1, 2]);
        Assert.Equal(
            Loss.CategoricalCrossentropy().Apply(y, sigmoids.Clone()).Item(), Loss.CategoricalCrossentropy().Apply(y, sigmoids).Item());
        Assert.Equal(Loss.BinaryCrossentropy().Apply(y, softmax.Clone()).Item(), Loss.BinaryCrossentropy().Apply(y, softmax).Item());
    }

    [Fact]
    public void A_stopped_gradient_stays_stopped()
    {
        Tensor logits = Tensor.Full([1, 1], 2f);
        var tape = new GradientTape();
        tape.Watch(logits);
        Tensor loss = tape.Record(() =>
            Loss.BinaryCrossentropy().Apply(Tensor.Zeros([1, 1]), DeepSharp.Ops.StopGradient(logits.Sigmoid())) + logits.Sum());
        Assert.Equal([1f], tape.Gradient(loss, logits)[0]!.ToArray());
    }

    // p = sigmoid(0) = ½ against 0: the slope by p is 1 / (1 - p) = 2, by the logit it is p = ½; the second use of p adds 1 and ¼.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_of_the_probabilities_themselves_is_there_too(bool isReshaped)
    {
        Tensor logits = Tensor.Zeros([1, 1]), probabilities = logits;
        var tape = new GradientTape();
        tape.Watch(logits);
        Tensor loss = tape.Record(() =>
        {
            probabilities = logits.Sigmoid();
            Tensor seen = isReshaped ? probabilities.Reshape([1, 1, 1]) : probabilities;
            return Loss.BinaryCrossentropy().Apply(Tensor.Zeros(seen.Shape), seen) + probabilities.Sum();
        });
        Tensor?[] gradients = tape.Gradient(loss, probabilities, logits);
        Assert.Equal([3f], gradients[0]!.ToArray());
        Assert.Equal([0.75f], gradients[1]!.ToArray());
    }

    [Fact]
    public void Probabilities_that_are_watched_as_they_are_are_what_varies()
    {
        Tensor probabilities = Tensor.Zeros([1, 1]).Sigmoid();
        var tape = new GradientTape();
        tape.Watch(probabilities);
        Tensor loss = tape.Record(() => Loss.BinaryCrossentropy().Apply(Tensor.Zeros([1, 1]), probabilities));
        Assert.Equal(2f, tape.Gradient(loss, probabilities)[0]!.Item(), 1e-5f);
    }

    // A column of amounts in the tens of thousands gives logits to match. Whatever the weights are at first, the classes come apart.
    [Theory]
    [InlineData("sigmoid", 1e4)]
    [InlineData("sigmoid", 1e6)]
    [InlineData("softmax", 1e4)]
    [InlineData("softmax", 1e6)]
    public void A_classifier_on_unscaled_columns_learns(string activation, double scale)
    {
        float[] draws = TestData.Uniform(400, 5);
        var x = new float[200, 2];
        var y = new float[200, 1];
        for (int i = 0; i < 200; i++)
        {
            (x[i, 0], x[i, 1]) = ((float)(scale * draws[2 * i]), (float)(scale * draws[2 * i + 1]));
            y[i, 0] = draws[2 * i] - draws[2 * i + 1] > 0 ? 1 : 0;
        }

        var model = new Sequential(
            new Dense(activation == "sigmoid" ? 1 : 2, activation, kernelInitializer: Initializer.GlorotUniform(3), inputShape: [2]));
        model.Compile("adam", activation == "sigmoid" ? "binary_crossentropy" : "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(x, y, epochs: 200, verbose: Verbosity.Silent, seed: 1);
        Assert.True(model.Evaluate(x, y, verbose: Verbosity.Silent)["accuracy"] > 0.95);
    }

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("softmax")]
    public void A_steady_step_allocates_nothing(string activation)
    {
        bool isYes = activation == "sigmoid";
        var model = new Sequential([new Dense(isYes ? 1 : 3, activation), new Masked()], "m", new Input([5, 4]));
        var trainer = new Trainer(model, new SGD(), isYes ? "binary_crossentropy" : "sparse_categorical_crossentropy");
        var batch = new StepBatch([Tensor.Ones([2, 5, 4])], [Tensor.Ones([2, 5, 1])], [null], 2);
        trainer.Weights.Prepare();
        AllocationAssert.Zero(() => trainer.TrainStep(batch));
        AllocationAssert.Zero(() => trainer.TestStep(batch));
    }

    private static Dense Dense(string activation, float[] kernel) =>
        new(kernel.Length, activation, useBias: false, kernelInitializer: new Given(kernel));

    private static Model Saturated(string way, string activation, float[] kernel)
    {
        Layer linear = Dense("linear", kernel);
        Layer function = activation == "softmax" ? new Softmax() : new ActivationLayer(activation);
        switch (way)
        {
            case "activation of a dense layer":
                return new Sequential([Dense(activation, kernel)], "m", new Input([1]));
            case "activation layer":
                return new Sequential([linear, function], "m", new Input([1]));
            case "class of one's own":
                return new Own(kernel, activation);
            case "nested":
                var inner = new Sequential([linear, function], "inner", new Input([1]));
                var input = new Input([1]);
                return new Model(input, new Sequential([inner], "middle", new Input([1])).Apply(input));
            case "convolution":
                return new Sequential(
                    [
                        new Conv2D(kernel.Length, 1, activation: activation, useBias: false, kernelInitializer: new Given(kernel)),
                    ],
                    "m", new Input([1, 1, 1]));
            case "then a mask":
                return new Sequential([Dense(activation, kernel), new Masked()], "m", new Input([1]));
            default:
                return new Sequential([Dense(activation, kernel), new Reshape([1, kernel.Length])], "m", new Input([1]));
        }
    }

    private static (Tensor X, Tensor Y) Data(string way, Tensor y) => way switch
    {
        "convolution" => (Tensor.Ones([1, 1, 1, 1]), y.Reshape([1, 1, 1, y.Shape[^1]])),
        "then another shape" => (Tensor.Ones([1, 1]), y.Reshape([1, 1, y.Shape[^1]])),
        _ => (Tensor.Ones([1, 1]), y),
    };

    private static double Evaluate(Model model, Tensor x, Tensor y) => model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;

    private static double[] Losses(Model model, Tensor x, Tensor y, int steps)
    {
        var losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            model.ResetMetrics();
            losses[step] = model.TrainOnBatch(x, y)["loss"];
        }

        return losses;
    }

    private static float SmallestWeight(Model model) => model.Weights[0].Value.ToArray().Min();

    private sealed record Given(float[] Values) : Initializer
    {
        public override string ClassName => "Given";

        protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Values.CopyTo(values);
    }

    private sealed class Own : Model
    {
        private readonly Dense _dense;
        private readonly bool _isSoftmax;

        public Own(float[] kernel, string activation)
            : base("own", [1]) => (_dense, _isSoftmax) = (AddLayer(Dense("linear", kernel)), activation == "softmax");

        protected override Tensor Call(Tensor input, bool training)
        {
            Tensor logits = _dense.Apply(input, training);
            return _isSoftmax ? logits.Softmax() : DeepSharp.Ops.Sigmoid(logits);
        }
    }

    // Leaves out the last step of each sample, if there are some.
    private sealed class Masked : Layer
    {
        private Tensor? _mask;

        public override bool SupportsMasking => true;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (_mask is null || _mask.Shape != input.Shape[..^1]) _mask = Tensor.Ones(input.Shape[..^1]);
            if (input.Rank > 2) _mask.Span[^1] = 0f;
            return input.WithMask(_mask);
        }
    }

    private sealed record Untouched() : Loss("untouched", Reduction.SumOverBatchSize)
    {
        public List<bool> Was { get; } = [];

        public override string ClassName => "Untouched";

        public override Tensor PerSample(Tensor target, Tensor prediction)
        {
            Was.Add(prediction.Logits?.IsUntouched == true);
            return DeepSharp.Ops.Mean(DeepSharp.Ops.Square(target - prediction), axis: -1);
        }
    }

    // -log(e/(1 + e)) of the class that is right; the one that is left out costs nothing.
    [Fact]
    public void A_class_left_out_by_a_logit_of_minus_infinity_costs_nothing()
    {
        Tensor logits = Tensor.From([float.NegativeInfinity, 0, 1], [1, 3]);
        Tensor target = Tensor.From([0, 0, 1], [1, 3]);
        float expected = (float)Math.Log(1 + Math.Exp(-1));
        Assert.Equal(expected, Loss.CategoricalCrossentropy().Apply(target, logits.Softmax()).Item(), 1e-6f);
        Assert.Equal(expected, Loss.CategoricalCrossentropy(fromLogits: true).Apply(target, logits).Item(), 1e-6f);
        Tensor ends = Tensor.From([float.NegativeInfinity, float.PositiveInfinity], [1, 2]);
        Assert.Equal(0f, Loss.BinaryCrossentropy().Apply(Tensor.From([0, 1], [1, 2]), ends.Sigmoid()).Item());
        Assert.Equal(0f, Loss.BinaryCrossentropy(fromLogits: true).Apply(Tensor.From([0, 1], [1, 2]), ends).Item());
    }
}
