using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class NonFiniteGradientTests
{
    // The prediction is the target: the root of 0 is 0, and its slope infinite times 0.
    [Fact]
    public void Ends_the_training_before_the_weights_change()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.1), new RootMeanSquare(), ["mae"]);
        model.TrainOnBatch(Tensor.From([1, 2], [2, 1]), Tensor.From([2, 3], [2, 1]));
        model.Weights[0].Value.Span[0] = 1f;

        var exception = Assert.Throws<NonFiniteGradientException>(
            () => model.Fit(Tensor.Ones([4, 1]), Tensor.Ones([4, 1]), verbose: Verbosity.Silent));

        Assert.Equal(
            "SGD: expected finite gradients in step 2 but got others for 'factor/dense/kernel' of shape (1, 1) (NaN at value 0). All " +
            "weights of the step are those before it. If the loss is finite, look for a root, quotient or logarithm of 0 in it and write " +
            "Ops.Sqrt(x + 1e-7); else lower the learning rate (now 0.1), or scale the inputs.",
            exception.Message);
        Assert.Equal((1f, 1L), (model.Weights[0].Value.Item(), model.Optimizer!.Iterations));
    }

    [Fact]
    public void Leaves_means_and_a_model_that_goes_on_as_if_nothing_was()
    {
        (Tensor x, Tensor y) = (Tensor.From([1, 2], [2, 1]), Tensor.From([2, 3], [2, 1]));
        Sequential model = SmallModels.Factor(), reference = SmallModels.Factor();
        foreach (Sequential each in new[] { model, reference }) each.Compile("adam", new RootMeanSquare(), ["mae"]);
        Assert.Throws<NonFiniteGradientException>(() => model.TrainOnBatch(x, x));
        Assert.All(model.Optimizer!.SlotsOf(model.Weights[0]), slot => Assert.Equal(0f, slot.Value.Item()));
        Assert.Equal(reference.TrainOnBatch(x, y)["mae"], model.TrainOnBatch(x, y)["mae"]);
        Assert.Equal(reference.Weights[0].Value.Item(), model.Weights[0].Value.Item());
    }

    public static TheoryData<string> Clippings => ["clipNorm", "globalClipNorm", "clipValue", "accumulated", "scaled", "average"];

    [Theory]
    [MemberData(nameof(Clippings))]
    public void An_optimizer_refuses_them_whatever_its_options(string option)
    {
        Optimizer optimizer = option switch
        {
            "clipNorm" => new SGD(0.1, clipNorm: 1),
            "globalClipNorm" => new Adam(0.1, globalClipNorm: 1),
            "clipValue" => new Lamb(0.1, clipValue: 1),
            "accumulated" => new Adam(0.1, gradientAccumulationSteps: 2),
            "scaled" => new SGD(0.1, momentum: 0.9, lossScaleFactor: 1024),
            _ => new Nadam(0.1, useEma: true),
        };
        Variable[] variables = [new(Tensor.From([1, 2]), "a"), new(Tensor.From([3]), "b")];
        var exception = Assert.Throws<NonFiniteGradientException>(
            () => optimizer.Apply(variables, [Tensor.From([1, 2]), Tensor.Full([1], float.NegativeInfinity)]));
        Assert.Contains("got others for 'b' of shape (1,) (-Infinity at value 0).", exception.Message, StringComparison.Ordinal);
        Assert.Equal(option == "scaled", exception.Message.Contains("lower lossScaleFactor (now 1024), ", StringComparison.Ordinal));
        Assert.Equal([1f, 2f, 3f], [.. variables.SelectMany(variable => variable.Value.ToArray())]);
        Assert.Equal(0, optimizer.StepCount);
        Assert.Empty(variables.SelectMany(optimizer.SlotsOf));
    }

    // 2·1e11·1e22 is a float, and its square none: the mean of squares would be infinite after a step, and NaN, as the weight, after two.
    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("nadam")]
    [InlineData("adagrad")]
    [InlineData("adadelta")]
    [InlineData("rmsprop")]
    [InlineData("ftrl")]
    [InlineData("lamb")]
    [InlineData("adafactor")]
    public void Gradients_whose_squares_are_beyond_the_floats_are_refused_by_optimizers_that_square_them(string optimizer)
    {
        Sequential model = SmallModels.Factor();
        model.Build([Shape.Any, 1]);
        float before = model.Weights[0].Value.Item();
        model.Compile(optimizer, "mse");
        string message = Assert.Throws<NonFiniteGradientException>(
            () => model.Fit(Tensor.Full([1, 1], 1e11), Tensor.Zeros([1, 1]), epochs: 2, verbose: Verbosity.Silent)).Message;
        Assert.Contains("expected gradients that are finite, and their squares too, in step 1", message, StringComparison.Ordinal);
        Assert.EndsWith("or scale the inputs.", message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weights[0].Value.Item());
    }

    [Theory]
    [InlineData("sgd", 1e20f)]
    [InlineData("lion", 1e20f)]
    [InlineData("adamax", 1e20f)]
    [InlineData("clipped", 1e20f)]
    [InlineData("adam", 1e19f)]
    public void Large_ones_that_nobody_squares_are_not(string name, float gradient)
    {
        Optimizer optimizer = name == "clipped" ? new Adam(1e-3, clipNorm: 1) : name;
        var weight = new Variable(Tensor.Zeros([1]), "w");
        for (int i = 0; i < 3; i++) optimizer.Apply([weight], [Tensor.Full([1], gradient)]);
        Assert.True(float.IsFinite(weight.Value.Item()));
    }

    [Theory]
    [InlineData(1e-3, 1e17f)]
    [InlineData(1e3, 1e23f)]
    [InlineData(1e-30, 2f)]
    public void A_scale_of_the_loss_is_taken_off_before_they_are_judged(double factor, float gradient)
    {
        var optimizer = new Adam(1e-3, lossScaleFactor: factor);
        var weight = new Variable(Tensor.Zeros([1]), "w");
        optimizer.Apply([weight], [Tensor.Zeros([1])]);
        Assert.Throws<NonFiniteGradientException>(() => optimizer.Apply([weight], [Tensor.Full([1], gradient)]));
    }

    [Fact]
    public void Names_up_to_five_weights()
    {
        Variable[] variables = [.. Enumerable.Range(0, 7).Select(i => new Variable(Tensor.Zeros([1]), $"w{i}"))];
        Tensor[] gradients = [.. variables.Select((_, i) => Tensor.Full([1], i == 1 ? 0 : float.NaN))];
        string message = Assert.Throws<NonFiniteGradientException>(() => new SGD().Apply(variables, gradients)).Message;
        Assert.Contains("'w0'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'w1'", message, StringComparison.Ordinal);
        Assert.Contains("'w5' of shape (1,) (NaN at value 0) and 1 more. All weights", message, StringComparison.Ordinal);
    }

    // 3e30 squared is beyond floats. The norm of (3, 4)·1e30 is 5e30, so that the step is 0.1·(0.6, 0.8).
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Clipping_by_a_norm_holds_where_squares_overflow(bool isGlobal)
    {
        var optimizer = new SGD(0.1, clipNorm: isGlobal ? null : 1, globalClipNorm: isGlobal ? 1 : null);
        var weight = new Variable(Tensor.Zeros([2]), "w");
        optimizer.Apply([weight], [Tensor.From([3e30f, 4e30f])]);
        Assert.Equal([-0.06f, -0.08f], weight.Value.ToArray(), (a, b) => Math.Abs(a - b) < 1e-7f);
    }

    [Fact]
    public void A_loop_of_ones_own_may_go_on_with_the_next_batch()
    {
        var weight = new Variable(Tensor.From([1f]), "w");
        var optimizer = new SGD(0.1);
        int refused = 0;
        foreach (float gradient in new[] { 1f, float.NaN, 2f })
        {
            try
            {
                optimizer.Apply([weight], [Tensor.From([gradient])]);
            }
            catch (ArithmeticException)
            {
                refused++;
            }
        }

        Assert.Equal((1, 2L), (refused, optimizer.Iterations));
        Assert.Equal(0.7f, weight.Value.Item(), 1e-6f);
    }

    [Fact]
    public void A_loss_that_is_not_finite_for_a_weight_that_is_not_says_so()
    {
        Sequential model = SmallModels.Factor();
        model.Build([Shape.Any, 1]);
        model.Weights[0].Value.Span[0] = float.NaN;
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1])));
        Assert.Contains(
            "The weight 'factor/dense/kernel' was not finite before this step already: begin with finite ones.", exception.Message,
            StringComparison.Ordinal);
    }

    // 100 inputs and outputs of one sample: the gradient of the kernel is judged by the 200 values that it is made of.
    [Theory]
    [InlineData(1e30f, 1e10f, true)]
    [InlineData(1e30f, 1e7f, false)]
    [InlineData(1f, float.NaN, true)]
    public void Large_kernels_are_judged_by_what_their_gradients_are_made_of(float input, float slope, bool isRefused)
    {
        var model = new Sequential([new Dense(100, useBias: false, kernelInitializer: "zeros")], "m", new Input([100]));
        model.Compile(new SGD(1e-37), new Slope(slope));
        Exception? exception = Record.Exception(() => model.TrainOnBatch(Tensor.Full([1, 100], input), Tensor.Zeros([1, 100])));
        Assert.Equal(isRefused, exception is NonFiniteGradientException);
        Assert.Equal(isRefused, model.Weights[0].Value.ToArray().All(value => value == 0f));
    }

    [Fact]
    public void A_second_use_or_a_penalty_of_a_large_kernel_is_looked_at_too()
    {
        var shared = new Dense(100, useBias: false, kernelInitializer: "zeros", kernelRegularizer: new Steep());
        var model = new Sequential([shared], "m", new Input([100]));
        model.Compile(new SGD(), "mse");
        Assert.Throws<NonFiniteGradientException>(() => model.TrainOnBatch(Tensor.Ones([1, 100]), Tensor.Ones([1, 100])));
        Assert.All(model.Weights[0].Value.ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory]
    [InlineData(float.NaN, true)]
    [InlineData(3f, false)]
    public void Rows_of_a_large_table_are_too(float slope, bool isRefused)
    {
        var model = new Sequential([new Embedding(1000, 4, embeddingsInitializer: "zeros")], "m", new Input([2]));
        model.Compile("sgd", new Slope(slope));
        Exception? exception = Record.Exception(() => model.TrainOnBatch(Tensor.From([7, 7], [1, 2]), Tensor.Zeros([1, 2, 4])));
        Assert.Equal(isRefused, exception is NonFiniteGradientException);
    }

    // The loss is 0, whatever its slope: that of x·slope for x of 0, and so is that of what would be NaN.
    private sealed record Slope(float Value) : Loss("slope", Reduction.Sum)
    {
        public override string ClassName => "Slope";

        public override Tensor PerSample(Tensor target, Tensor prediction) => float.IsNaN(Value)
            ? DeepSharp.Ops.Mean(DeepSharp.Ops.Sqrt(DeepSharp.Ops.Square(prediction)), axis: -1)
            : DeepSharp.Ops.Sum(prediction * Value, axis: -1);
    }

    // The root of 0 has an infinite slope.
    private sealed record Steep : Regularizer
    {
        public override string ClassName => "Steep";

        public override Tensor Apply(Tensor weight) => DeepSharp.Ops.Sum(DeepSharp.Ops.Sqrt(DeepSharp.Ops.Square(weight)));
    }

    private sealed record RootMeanSquare() : Loss("rms", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "RootMeanSquare";

        public override Tensor PerSample(Tensor target, Tensor prediction) =>
            DeepSharp.Ops.Sqrt(DeepSharp.Ops.Mean(DeepSharp.Ops.Square(target - prediction), axis: -1)) + 0.5;
    }

    // The gradient, 3e38, is finite, and ten times of it is not.
    [Fact]
    public void Weights_that_the_last_step_took_beyond_the_floats_are_said()
    {
        Sequential model = SmallModels.Factor(1e-10f);
        model.Compile(new SGD(10), "mae");
        History history = model.Fit(Tensor.Full([1, 1], 3e38f), Tensor.Zeros([1, 1]), verbose: Verbosity.Silent);
        Assert.Equal(
            "Fit: the weight 'factor/dense/kernel' is no longer finite after the last step. Begin with finite weights again, and lower " +
            "the learning rate (now 10) or scale the inputs.", Assert.Single(history.Warnings));
    }
}
