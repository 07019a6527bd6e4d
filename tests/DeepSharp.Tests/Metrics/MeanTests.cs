using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public class MeanTests
{
    [Fact]
    public void Is_the_mean_of_numbers_and_of_the_values_of_tensors()
    {
        Mean mean = Metric.Mean("m");
        Assert.Equal(0, mean.Result);
        mean.Update(1);
        mean.Update(Tensor.From([2, 3, 6]));
        Assert.Equal(3, mean.Result);
        mean.Reset();
        mean.Update(5, weight: 3);
        mean.Update(Tensor.From([1]));
        Assert.Equal(4, mean.Result);
    }

    [Fact]
    public void Takes_values_in_under_the_name_of_Keras_too()
    {
        Mean mean = Metric.Mean();
        mean.UpdateState(Tensor.From([1, 3]));
        mean.UpdateState(Tensor.From([5, 9]), sampleWeight: Tensor.From([2, 0]));
        Assert.Equal(3.5, mean.Result);
    }

    [Fact]
    public void Weights_are_for_values_or_for_samples()
    {
        Mean mean = Metric.Mean();
        mean.Update(Tensor.From([1, 2, 10, 20], [2, 2]), Tensor.From([1, 0]));
        Assert.Equal(1.5, mean.Result);
        mean.Reset();
        mean.Update(Tensor.From([1, 2, 10, 20], [2, 2]), Tensor.From([0, 0, 1, 3], [2, 2]));
        Assert.Equal(17.5, mean.Result);

        var exception = Assert.Throws<ShapeException>(() => mean.Update(Tensor.Zeros([2, 2]), Tensor.Zeros([3])));
        Assert.Equal("Metric mean: expected one weight for each value or each sample of (2, 2) but got (3,).", exception.Message);
    }

    // Keras's gives 0.5 for the first two and 1.25 for the third.
    [Fact]
    public void A_sample_counts_once_however_many_values_it_has()
    {
        Mean mean = Metric.Mean();
        mean.Update(Tensor.Ones([2, 3]));
        mean.Update(Tensor.Zeros([2, 1]));
        Assert.Equal(0.5, mean.Result, 1e-12);
        mean.Reset();
        mean.Update(Tensor.Ones([2, 3]), Tensor.Ones([2, 3]));
        mean.Update(Tensor.Zeros([2, 1]), Tensor.Ones([2, 1]));
        Assert.Equal(0.5, mean.Result, 1e-12);
        mean.Reset();
        mean.Update(Tensor.From([1, 1, 2, 2, 9, 9, 9, 9], [1, 4, 2]), Tensor.From([3, 1, 0, 0], [1, 4]));
        Assert.Equal(1.25, mean.Result, 1e-12);
        mean.Update(Tensor.Zeros([0, 2]));
        Assert.Equal(1.25, mean.Result, 1e-12);
    }

    [Fact]
    public void Comes_back_from_the_config()
    {
        Metric copy = Metric.FromConfig(Metric.Mean("kl").ToConfig());
        Assert.Equal("kl", Assert.IsType<Mean>(copy).Name);
    }

    [Fact]
    public void Is_no_metric_to_compile()
    {
        Metric mean = Metric.Mean("kl");
        var exception = Assert.Throws<InvalidOperationException>(() => mean.Update(Tensor.Zeros([1]), Tensor.Zeros([1]), null));
        Assert.StartsWith(
            "Metric kl: expected values to take the mean of, but got targets and predictions.", exception.Message,
            StringComparison.Ordinal);
    }
}
