namespace DeepSharp.Tests.Metrics;

public class MaskedMetricTests
{
    [Fact]
    public void Steps_that_are_padding_do_not_count()
    {
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([2, 2, 1]), Masked([1, 2, 3, 4], [1, 1, 1, 0]));
        Assert.Equal((1 + 2 + 3) / 3.0, metric.Result, 1e-12);
        metric.Update(Tensor.Zeros([2, 2, 1]), Masked([5, 6, 7, 8], [0, 0, 0, 1]));
        Assert.Equal((1 + 2 + 3 + 8) / 4.0, metric.Result, 1e-12);
    }

    [Fact]
    public void Weights_count_for_what_is_left()
    {
        Metric ofSamples = Metric.MeanAbsoluteError(), ofSteps = Metric.MeanAbsoluteError();
        ofSamples.Update(Tensor.Zeros([2, 2, 1]), Masked([1, 2, 3, 4], [1, 1, 1, 0]), Tensor.From([2, 5]));
        Assert.Equal((2 * 1 + 2 * 2 + 5 * 3) / 9.0, ofSamples.Result, 1e-12);
        ofSteps.Update(Tensor.Zeros([2, 2, 1]), Masked([1, 2, 3, 4], [1, 1, 1, 0]), Tensor.From([2, 3, 5, 7], [2, 2]));
        Assert.Equal((2 * 1 + 3 * 2 + 5 * 3) / 10.0, ofSteps.Result, 1e-12);
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("sparse_categorical_accuracy")]
    [InlineData("sparse_top_k_categorical_accuracy")]
    public void Accuracies_are_those_of_what_is_left(string name)
    {
        // Right, wrong, right and wrong, of which the last is padding. With the five best of two classes everything is right.
        Tensor prediction = Tensor.From([0.9f, 0.1f, 0.9f, 0.1f, 0.2f, 0.8f, 0.2f, 0.8f], [2, 2, 2]);
        prediction.Mask = Tensor.From([1, 1, 1, 0], [2, 2]);
        Metric metric = name;
        metric.Update(Tensor.From([0, 1, 1, 0], [2, 2]), prediction);
        Assert.Equal(name.Contains("top_k", StringComparison.Ordinal) ? 1 : 2 / 3.0, metric.Result, 1e-12);
    }

    [Fact]
    public void Where_nothing_is_left_the_result_is_0()
    {
        Metric metric = "mse";
        metric.Update(Tensor.Zeros([1, 2, 1]), Masked([1, 2], [0, 0], batch: 1));
        Assert.Equal(0, metric.Result);
    }

    // As in Keras: the mean over the steps of a sample, then over samples. Two steps of 1 and 3, then four of 8.
    [Fact]
    public void Batches_of_longer_sequences_do_not_weigh_more()
    {
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([1, 2, 1]), Tensor.From([1, 3], [1, 2, 1]));
        metric.Update(Tensor.Zeros([1, 4, 1]), Tensor.From([8, 8, 8, 8], [1, 4, 1]));
        Assert.Equal((2 + 8) / 2.0, metric.Result, 1e-12);

        // With masks a sample weighs by the share of its steps that count: 1/2 and 4/4.
        metric.Reset();
        metric.Update(Tensor.Zeros([1, 2, 1]), Masked([1, 3], [1, 0], batch: 1));
        metric.Update(Tensor.Zeros([1, 4, 1]), Masked([8, 8, 8, 8], [1, 1, 1, 1], batch: 1));
        Assert.Equal((0.5 * 1 + 1 * 8) / 1.5, metric.Result, 1e-12);
    }

    private static Tensor Masked(float[] values, float[] mask, int batch = 2) => Tensor.From(values, [batch, values.Length / batch, 1])
        .WithMask(Tensor.From(mask, [batch, values.Length / batch]));
}
