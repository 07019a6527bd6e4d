using DeepSharp.Layers;

namespace DeepSharp.Tests.Losses;

/// <summary>What a loss of a program gets, and what it may return.</summary>
public class OwnLossTests
{
    [Fact]
    public void A_vector_of_targets_is_not_broadcast_against_a_column_of_predictions()
    {
        // (1 - 0)² and (3 - 1)²: the mean is 2.5. Broadcast it would be over four pairs.
        Tensor loss = new Squares().Apply(Tensor.From([0f, 1f]), Tensor.From([1f, 3f], [2, 1]));
        Assert.Equal(2.5f, loss.Item());
    }

    [Fact]
    public void A_column_of_targets_beside_a_vector_of_predictions_is_the_same() =>
        Assert.Equal(2.5f, new Squares().Apply(Tensor.From([0f, 1f], [2, 1]), Tensor.From([1f, 3f])).Item());

    [Fact]
    public void A_last_axis_of_one_is_taken_off_targets_of_more_axes()
    {
        var loss = new Shapes();
        loss.Apply(Tensor.Zeros([2, 3, 1]), Tensor.Zeros([2, 3]));
        Assert.Equal(("(2, 3)", "(2, 3)"), loss.Seen);
        loss.Apply(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3, 1]));
        Assert.Equal(("(2, 3, 1)", "(2, 3, 1)"), loss.Seen);
    }

    [Fact]
    public void Labels_beside_classes_stay_as_they_are()
    {
        var loss = new Shapes();
        loss.Apply(Tensor.Zeros([2]), Tensor.Zeros([2, 3]));
        Assert.Equal(("(2,)", "(2, 3)"), loss.Seen);
    }

    [Fact]
    public void Training_with_a_vector_of_targets_is_training_with_a_column()
    {
        float[] x = TestData.Uniform(24, 1), y = TestData.Uniform(8, 2);
        Sequential vector = Compiled(), column = Compiled();
        vector.Fit(DataArray.From(x, [8, 3]), y, verbose: Verbosity.Silent, shuffle: false);
        column.Fit(DataArray.From(x, [8, 3]), DataArray.From(y, [8, 1]), verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(column.Weights[0].Value.Span, vector.Weights[0].Value.Span, "kernel");
    }

    [Fact]
    public void One_number_for_the_whole_batch_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new OneNumber().Apply(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 2])));
        Assert.Equal(
            "Loss one_number: expected PerSample to return one loss for each of 4 samples, shape (4,), for predictions of shape (4, 2) " +
            "but got (). Take the mean over the last axis, such as Ops.Mean(x, axis: -1), and not over all: " +
            "the mean over the batch is taken after it.",
            exception.Message);
    }

    [Fact]
    public void It_is_refused_before_anything_else_goes_wrong() => Assert.Throws<ShapeException>(
        () => new OneNumber().Apply(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 2]), Tensor.Ones([4])));

    private static Sequential Compiled()
    {
        var model = new Sequential([new Dense(1, kernelInitializer: Initializer.GlorotUniform(1))], "m", new Input([3]));
        model.Compile(new SGD(0.1), new Squares());
        return model;
    }

    private sealed record Squares() : Loss("squares", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "Squares";

        public override Tensor PerSample(Tensor target, Tensor prediction) => ((target - prediction) * (target - prediction)).Mean(-1);
    }

    private sealed record OneNumber() : Loss("one_number", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "OneNumber";

        public override Tensor PerSample(Tensor target, Tensor prediction) => (target - prediction).Mean();
    }

    private sealed record Shapes() : Loss("shapes", Reduction.SumOverBatchSize)
    {
        public override string ClassName => "Shapes";

        public (string, string) Seen { get; private set; }

        public override Tensor PerSample(Tensor target, Tensor prediction)
        {
            Seen = ($"{target.Shape}", $"{prediction.Shape}");
            return prediction;
        }
    }
}
