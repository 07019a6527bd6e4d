namespace DeepSharp.Tests.Metrics;

public class ConfusionMetricTests
{
    private static readonly Tensor s_y = Tensor.From([1, 1, 0, 0], [4, 1]), s_p = Tensor.From([0.9f, 0.4f, 0.6f, 0.1f], [4, 1]);

    [Fact]
    public void Each_threshold_has_a_result_and_the_result_is_their_mean()
    {
        // Above 0.5: 0.9 and 0.6, of which one is right; above 0.3 one more that is.
        Metric metric = Metric.Precision(new double[] { 0.5, 0.3 });
        metric.Update(s_y, s_p);
        Assert.Equal([0.5, 2.0 / 3], metric.Vector!);
        Assert.Equal((0.5 + 2.0 / 3) / 2, metric.Result, 1e-12);
        Assert.Null(Metric.Precision(0.5).Vector);
    }

    // Of four pairs of a yes and a no three are in the right order.
    [Theory]
    [InlineData("ROC", 0.75)]
    public void The_area_under_the_curve_is_the_share_of_pairs_in_order(string curve, double want)
    {
        Metric metric = Metric.AUC(1001, curve);
        metric.Update(s_y, s_p);
        Assert.Equal(want, metric.Result, 1e-9);
    }

    [Fact]
    public void Thresholds_that_lie_evenly_count_as_others_do()
    {
        float[] p = TestData.Uniform(500, 1, 0f, 1f), y = Array.ConvertAll(TestData.Uniform(500, 2), value => value > 0 ? 1f : 0f);
        float[] even = [.. Enumerable.Range(0, 41).Select(i => i / 40f)];
        var (fast, slow) = (new ConfusionCounts(even), new ConfusionCounts([.. even, 2f]));
        for (int i = 0; i < p.Length; i++)
        {
            fast.Add(y[i] != 0f, p[i], 0.5);
            slow.Add(y[i] != 0f, p[i], 0.5);
        }

        fast.End();
        slow.End();
        for (int i = 0; i < even.Length; i++) Assert.Equal(slow[i], fast[i]);
    }

    [Fact]
    public void A_NaN_is_above_no_threshold()
    {
        foreach (Metric metric in new[] { Metric.TruePositives(), Metric.TruePositives(new double[] { 0, 0.5, 1 }) })
        {
            metric.Update(Tensor.Ones([2, 1]), Tensor.Full([2, 1], float.NaN));
            Assert.Equal(0, metric.Result);
        }
    }

    [Fact]
    public void Of_equal_scores_the_first_are_the_best()
    {
        Metric metric = Metric.Precision(topK: 2);
        metric.Update(Tensor.From([1, 0, 0, 1], [1, 4]), Tensor.Full([1, 4], 0.5f));
        Assert.Equal(0.5, metric.Result);
    }

    [Fact]
    public void Thresholds_are_one_number_or_a_list_of_any_kind()
    {
        string want = Metric.Recall(new double[] { 0.5, 0.75 }).ToConfig().ToJsonString();
        Assert.Equal(want, Metric.Recall([0.5f, 0.75f]).ToConfig().ToJsonString());
        Assert.Equal(want, Metric.Recall([0.5, 0.75]).ToConfig().ToJsonString());
        Assert.Equal(want, Metric.Recall(Thresholds.From(0.5, 0.75)).ToConfig().ToJsonString());
        Assert.Equal(Metric.Recall(0.5).ToConfig().ToJsonString(), Metric.Recall(0.5f).ToConfig().ToJsonString());
        Assert.NotEqual(Metric.Recall(0.5).ToConfig().ToJsonString(), Metric.Recall([0.5]).ToConfig().ToJsonString());
    }

    [Fact]
    public void What_is_out_of_range_is_refused_by_name()
    {
        Assert.Contains(
            "Precision: expected thresholds from 0 to 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Metric.Precision(1.5)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Recall: expected a topK of 1 or more but got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Metric.Recall(topK: 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Metric precision: expected predictions of more than 2 classes, of which 2 is counted, but got (4, 1).",
            Assert.Throws<ShapeException>(() => Metric.Precision(classId: 2).Update(s_y, s_p)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "IoU: expected targetClassIds from 0 to 1 but got 2.",
            Assert.Throws<ArgumentException>(() => Metric.IoU(2, [2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.MeanIoU(int.MaxValue));
    }
}
