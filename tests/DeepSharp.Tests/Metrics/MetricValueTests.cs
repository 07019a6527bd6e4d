namespace DeepSharp.Tests.Metrics;

public class MetricValueTests
{
    [Fact]
    public void Accuracy_is_the_share_of_equal_values() =>
        Check(0.75, Metric.Accuracy(), Tensor.From([1, 2, 3, 4]), Tensor.From([1, 2, 3, 5]));

    [Fact]
    public void Binary_accuracy_counts_values_on_the_right_side_of_one_half() =>
        Check(0.75, Metric.BinaryAccuracy(), Tensor.From([1, 0, 1, 0], [4, 1]), Tensor.From([0.9f, 0.5f, 0.4f, 0.1f], [4, 1]));

    [Fact]
    public void Binary_accuracy_takes_another_threshold() =>
        Check(1, Metric.BinaryAccuracy(threshold: 0.3f), Tensor.From([1, 1, 1, 0], [4, 1]), Tensor.From([0.9f, 0.5f, 0.4f, 0.1f], [4, 1]));

    [Fact]
    public void Categorical_accuracy_compares_the_largest_of_each_row() =>
        Check(0.5, Metric.CategoricalAccuracy(), Tensor.From([0, 1, 1, 0], [2, 2]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]));

    [Fact]
    public void Sparse_categorical_accuracy_compares_the_largest_of_each_row_with_the_label() =>
        Check(0.5, Metric.SparseCategoricalAccuracy(), Tensor.FromLabels([1, 0]), Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]));

    [Fact]
    public void The_first_of_equal_values_is_the_largest() =>
        Check(1, Metric.SparseCategoricalAccuracy(), Tensor.FromLabels([0]), Tensor.From([0.5f, 0.5f], [1, 2]));

    [Fact]
    public void Top_k_counts_labels_among_the_k_largest()
    {
        Tensor prediction = Tensor.From([0.1f, 0.2f, 0.3f, 0.4f, 0.1f, 0.2f, 0.3f, 0.4f], [2, 4]);
        Check(0.5, Metric.SparseTopKCategoricalAccuracy(k: 2), Tensor.FromLabels([2, 1]), prediction);
        Check(0.5, Metric.TopKCategoricalAccuracy(k: 2), Tensor.OneHot([2, 1], 4), prediction);
        Check(1, Metric.SparseTopKCategoricalAccuracy(k: 3), Tensor.FromLabels([2, 1]), prediction);
    }

    public static TheoryData<Metric> Accuracies =>
    [
        Metric.Accuracy(), Metric.BinaryAccuracy(), Metric.CategoricalAccuracy(), Metric.SparseCategoricalAccuracy(),
        Metric.TopKCategoricalAccuracy(1), Metric.SparseTopKCategoricalAccuracy(1), Metric.TopKCategoricalAccuracy(5),
        Metric.SparseTopKCategoricalAccuracy(5),
    ];

    // Three rows of which two have the class 0: where NaN is taken for the largest, or for no, they would be right.
    [Theory]
    [MemberData(nameof(Accuracies))]
    public void A_row_with_a_NaN_is_never_right(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        bool isSparse = metric.ClassName.StartsWith("Sparse", StringComparison.Ordinal);
        Tensor y = isSparse ? Tensor.FromLabels([0, 1, 0]) : Tensor.OneHot([0, 1, 0], 2), nothing = Tensor.Full(y.Shape, float.NaN);
        Check(0, metric, y, Tensor.Full([3, 2], float.NaN));
        metric.Reset();
        bool isOfRows = metric.ClassName is not ("Accuracy" or "BinaryAccuracy");
        if (isOfRows) Check(0, metric, y, Tensor.From([1, float.NaN, float.NaN, 1, 1, float.NaN], [3, 2]));
        metric.Reset();
        Check(0, metric, nothing, Tensor.OneHot([0, 1, 0], 2));
    }

    [Fact]
    public void Accuracy_by_name_takes_NaN_for_wrong()
    {
        foreach (int width in new[] { 1, 3 })
        {
            Metric metric = "accuracy";
            metric.Update(Tensor.From([0, 1, 0], [3, 1]), Tensor.Full([3, width], float.NaN));
            Assert.Equal(0, metric.Result);
        }
    }

    [Fact]
    public void Mean_squared_error_is_the_mean_of_squares() =>
        Check(4.25, Metric.MeanSquaredError(), Tensor.From([1, 2, 3, 4], [2, 2]), Tensor.From([2, 2, 3, 0], [2, 2]));

    [Fact]
    public void Mean_absolute_error_is_the_mean_of_distances() =>
        Check(1.25, Metric.MeanAbsoluteError(), Tensor.From([1, 2, 3, 4], [2, 2]), Tensor.From([2, 2, 3, 0], [2, 2]));

    [Fact]
    public void Batches_count_by_their_samples()
    {
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([3, 1]), Tensor.Ones([3, 1]));
        metric.Update(Tensor.Zeros([1, 1]), Tensor.Full([1, 1], 5));
        Assert.Equal(2, metric.Result);
    }

    [Fact]
    public void Weights_make_a_weighted_mean()
    {
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([2, 1]), Tensor.From([1, 5], [2, 1]), Tensor.From([3, 1]));
        Assert.Equal(2, metric.Result);
    }

    [Fact]
    public void A_weight_of_a_sample_counts_for_all_its_rows()
    {
        // Distances 1, 1 and 4, 4, with weights 3 and 1.
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([2, 2, 1]), Tensor.From([1, 1, 4, 4], [2, 2, 1]), Tensor.From([3, 1]));
        Assert.Equal(1.75, metric.Result);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(8)]
    public void Weights_of_another_number_are_refused(int weights)
    {
        var exception = Assert.Throws<ShapeException>(
            () => Metric.MeanSquaredError().Update(Tensor.Zeros([4, 1]), Tensor.Zeros([4, 1]), Tensor.Ones([weights])));
        Assert.Equal(
            $"Metric mean_squared_error: expected one weight for each sample, shape (4,), but got ({weights},). Reshape the weights.",
            exception.Message);
    }

    [Fact]
    public void Targets_of_another_shape_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => Metric.CategoricalAccuracy().Update(Tensor.Zeros([4]), Tensor.Zeros([4, 3])));
        Assert.Equal(
            "Metric categorical_accuracy: expected targets of the shape of the predictions, (4, 3), but got (4,).", exception.Message);
    }

    [Fact]
    public void Nothing_seen_is_0() => Assert.Equal(0, Metric.MeanSquaredError().Result);

    [Fact]
    public void An_empty_batch_changes_nothing() => Check(0, Metric.MeanSquaredError(), Tensor.Zeros([0, 1]), Tensor.Zeros([0, 1]));

    [Fact]
    public void Reset_forgets_what_was_seen()
    {
        Metric metric = Metric.MeanAbsoluteError();
        metric.Update(Tensor.Zeros([1, 1]), Tensor.Full([1, 1], 5));
        metric.Reset();
        Assert.Equal(0, metric.Result);
        metric.Update(Tensor.Zeros([1, 1]), Tensor.Ones([1, 1]));
        Assert.Equal(1, metric.Result);
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        Metric metric = Metric.SparseCategoricalAccuracy();
        Tensor labels = Tensor.FromLabels([1, 0]);
        Tensor prediction = Tensor.From([0.4f, 0.6f, 0.4f, 0.6f], [2, 2]);
        AllocationAssert.Zero(() => metric.Update(labels, prediction));
    }

    private static void Check(double want, Metric metric, Tensor target, Tensor prediction)
    {
        metric.Update(target, prediction);
        Assert.Equal(want, metric.Result, 1e-7);
    }
}
