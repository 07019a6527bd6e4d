namespace DeepSharp.Tests.Metrics;

public class MetricStateTests
{
    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("accuracy")]
    [InlineData("binary_accuracy")]
    [InlineData("categorical_accuracy")]
    [InlineData("top_k_categorical_accuracy")]
    public void Every_metric_gets_back_what_it_had_added_up(string name)
    {
        Metric metric = name;
        Tensor right = Tensor.From([1, 0, 0, 1], [2, 2]), wrong = Tensor.From([0, 1, 1, 0], [2, 2]);
        var state = new MetricState();
        metric.Update(right, right);
        metric.Update(right, wrong, Tensor.From([1, 3]));
        double before = metric.Result;

        state.Begin();
        state.Keep(metric);
        metric.Reset();
        metric.Update(right, wrong);
        state.BeginGivingBack();
        state.Keep(metric);

        Assert.Equal(before, metric.Result);
        metric.Update(right, right);
        Metric whole = name;
        whole.Update(right, right);
        whole.Update(right, wrong, Tensor.From([1, 3]));
        whole.Update(right, right);
        Assert.Equal(whole.Result, metric.Result);
    }

    [Fact]
    public void An_accuracy_that_had_seen_nothing_has_seen_nothing_again()
    {
        Metric metric = "accuracy";
        var state = new MetricState();
        state.Begin();
        state.Keep(metric);
        metric.Update(Tensor.Ones([2, 1]), Tensor.Ones([2, 1]));
        state.BeginGivingBack();
        state.Keep(metric);
        Assert.Equal(0, metric.Result);
        metric.Update(Tensor.Zeros([2, 1]), Tensor.Ones([2, 1]));
        Assert.Equal(0, metric.Result);
    }

    [Fact]
    public void Keeps_fields_arrays_spans_and_lists_in_their_order()
    {
        var state = new MetricState();
        (long count, double[] sums, Tensor tensor, List<int> list) = (7, [1, 2], Tensor.From([3, 4]), [5, 6]);
        state.Begin();
        KeepAll();
        (count, sums[1]) = (0, 0);
        tensor.Span.Clear();
        list.Clear();
        list.AddRange([9, 9, 9, 9]);
        state.BeginGivingBack();
        KeepAll();
        Assert.Equal((7, 2.0), (count, sums[1]));
        Assert.Equal([3f, 4f], tensor.ToArray());
        Assert.Equal([5, 6], list);

        void KeepAll()
        {
            state.Keep(ref count);
            state.Keep(sums);
            state.Keep(tensor.Span);
            state.Keep(list);
        }
    }

    [Fact]
    public void More_than_was_kept_is_refused()
    {
        var state = new MetricState();
        double value = 1;
        state.Begin();
        state.Keep(ref value);
        state.BeginGivingBack();
        var exception = Assert.Throws<InvalidOperationException>(() => state.Keep(new double[2]));
        Assert.Equal("KeepState: expected the same fields, of the same lengths, each time, but there are more.", exception.Message);
    }
}
