namespace DeepSharp.Tests.Metrics;

public class AccuracyByShapeTests
{
    [Fact]
    public void One_output_is_binary()
    {
        // As labels or as categories, 0.4 and 0.6 would both name class 0.
        Metric metric = "accuracy";
        metric.Update(Tensor.From([0, 1], [2, 1]), Tensor.From([0.4f, 0.6f], [2, 1]));
        Assert.Equal(("BinaryAccuracy", 1.0), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void One_output_is_binary_for_targets_without_the_last_axis_too()
    {
        Metric metric = "accuracy";
        metric.Update(Tensor.From([0, 1]), Tensor.From([0.4f, 0.6f], [2, 1]));
        Assert.Equal(("BinaryAccuracy", 1.0), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void Targets_of_an_axis_less_are_labels()
    {
        Metric metric = "accuracy";
        metric.Update(Tensor.From([1, 0]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]));
        Assert.Equal(("SparseCategoricalAccuracy", 0.5), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void A_column_of_targets_is_labels()
    {
        Metric metric = "acc";
        metric.Update(Tensor.From([1, 0], [2, 1]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]));
        Assert.Equal(("SparseCategoricalAccuracy", 0.5), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void Targets_of_the_same_shape_are_one_hot()
    {
        Metric metric = "accuracy";
        metric.Update(Tensor.From([0, 1, 1, 0], [2, 2]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]));
        Assert.Equal(("CategoricalAccuracy", 0.5), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void Reset_keeps_the_choice()
    {
        Metric metric = "accuracy";
        metric.Update(Tensor.From([1]), Tensor.From([0.4f, 0.6f], [1, 2]));
        metric.Reset();
        Assert.Equal(("SparseCategoricalAccuracy", 0.0), (metric.ClassName, metric.Result));
    }

    [Fact]
    public void Weights_are_passed_on()
    {
        Metric metric = "accuracy";
        metric.Update(Tensor.From([1, 0]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]), Tensor.From([3, 1]));
        Assert.Equal(0.75, metric.Result);
    }

    [Fact]
    public void Nothing_seen_is_0() => Assert.Equal(0, ((Metric)"accuracy").Result);
}
