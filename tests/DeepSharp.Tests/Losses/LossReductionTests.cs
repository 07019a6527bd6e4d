namespace DeepSharp.Tests.Losses;

public class LossReductionTests
{
    // Losses of the samples: 1, 4, 9.
    private static readonly Tensor s_target = Tensor.Zeros([3, 1]);
    private static readonly Tensor s_prediction = Tensor.From([1, 2, 3], [3, 1]);

    [Theory]
    [InlineData("sum_over_batch_size", 14.0 / 3)]
    [InlineData("mean", 14.0 / 3)]
    [InlineData("mean_with_sample_weight", 14.0 / 3)]
    [InlineData("sum", 14)]
    public void Without_weights_the_losses_are_added_and_divided(string reduction, double want) =>
        Assert.Equal(want, Loss.MeanSquaredError(reduction).Apply(s_target, s_prediction).Item(), 1e-6);

    // Weighted sum: 2·1 + 0·4 + 1·9 = 11.
    [Theory]
    [InlineData("sum_over_batch_size", 11.0 / 3)]
    [InlineData("mean", 11.0 / 3)]
    [InlineData("mean_with_sample_weight", 11.0 / 3)]
    [InlineData("sum", 11)]
    public void Weights_multiply_the_losses(string reduction, double want) =>
        Assert.Equal(want, Loss.MeanSquaredError(reduction).Apply(s_target, s_prediction, Tensor.From([2, 0, 1])).Item(), 1e-6);

    [Fact]
    public void A_weight_of_0_still_counts_in_the_divisor_of_the_default() =>
        Assert.Equal(1.0 / 3, Loss.MeanSquaredError().Apply(s_target, s_prediction, Tensor.From([1, 0, 0])).Item(), 1e-6);

    [Fact]
    public void A_weight_of_0_does_not_count_in_the_weighted_mean() =>
        Assert.Equal(
            1, Loss.MeanSquaredError(Reduction.MeanWithSampleWeight).Apply(s_target, s_prediction, Tensor.From([1, 0, 0])).Item(), 1e-6);

    [Fact]
    public void The_weighted_mean_of_weights_of_0_is_0() =>
        Assert.Equal(0, Loss.MeanSquaredError(Reduction.MeanWithSampleWeight).Apply(s_target, s_prediction, Tensor.Zeros([3])).Item());

    [Fact]
    public void No_reduction_gives_a_loss_for_each_sample()
    {
        Tensor losses = Loss.MeanSquaredError(Reduction.None).Apply(s_target, s_prediction, Tensor.From([2, 0, 1]));
        Assert.Equal([2f, 0f, 9f], losses.ToArray());
    }

    [Fact]
    public void Weights_may_be_a_column() =>
        Assert.Equal(11, Loss.MeanSquaredError(Reduction.Sum).Apply(s_target, s_prediction, Tensor.From([2, 0, 1], [3, 1])).Item());

    [Fact]
    public void A_weight_of_a_sample_counts_for_all_its_losses()
    {
        // Two samples of three losses, 1 to 6: 10·(1 + 2 + 3) + 1·(4 + 5 + 6).
        Tensor prediction = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3, 1]);
        Assert.Equal(75, Loss.MeanAbsoluteError(Reduction.Sum).Apply(Tensor.Zeros([2, 3, 1]), prediction, Tensor.From([10, 1])).Item());
    }

    [Fact]
    public void Each_loss_may_have_a_weight_of_its_own()
    {
        Tensor prediction = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3, 1]);
        Tensor weights = Tensor.From([1, 0, 0, 0, 0, 10], [2, 3]);
        Assert.Equal(61, Loss.MeanAbsoluteError(Reduction.Sum).Apply(Tensor.Zeros([2, 3, 1]), prediction, weights).Item());
    }

    [Fact]
    public void Weights_of_another_number_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => Loss.MeanSquaredError().Apply(s_target, s_prediction, Tensor.Ones([2])));
        Assert.Equal(
            "Loss mean_squared_error: expected one weight for each sample, shape (3,), but got (2,). Reshape the weights.",
            exception.Message);
    }

    [Fact]
    public void Weights_of_another_number_are_refused_with_an_ignored_class_too()
    {
        Loss loss = Loss.SparseCategoricalCrossentropy(ignoreClass: -1);
        var exception = Assert.Throws<ShapeException>(
            () => loss.Apply(Tensor.FromLabels([0, 1, 0, 1]), Tensor.Ones([4, 2]), Tensor.Ones([2])));
        Assert.EndsWith(
            "expected one weight for each sample, shape (4,), but got (2,). Reshape the weights.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum_over_batch_size")]
    [InlineData("sum")]
    [InlineData("mean_with_sample_weight")]
    [InlineData("none")]
    public void Gradients_are_those_of_the_formula(string reduction)
    {
        Tensor prediction = Tensor.From([1, 2, 3], [3, 1]);
        double[] weights = [2, 0.5, 1];
        GradientCheck.Run(
            () => Loss.MeanSquaredError(reduction).Apply(s_target, prediction, Tensor.From([2, 0.5f, 1])),
            [prediction],
            at => Reference(reduction, [.. at[0].Zip(weights, (p, w) => p * p * w)], weights.Sum()));
    }

    private static double[] Reference(string reduction, double[] losses, double weight) => reduction switch
    {
        "none" => losses,
        "sum" => [losses.Sum()],
        "mean_with_sample_weight" => [losses.Sum() / weight],
        _ => [losses.Sum() / losses.Length],
    };
}
