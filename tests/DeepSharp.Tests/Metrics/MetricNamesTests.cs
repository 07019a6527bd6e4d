using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Metrics;

public class MetricNamesTests
{
    public static TheoryData<string> Names => [.. MetricTable.Strings.Names];

    private static Metric[] Options =>
    [
        Metric.Accuracy("a"), Metric.BinaryAccuracy("b", 0.3f), Metric.CategoricalAccuracy(), Metric.SparseCategoricalAccuracy(),
        Metric.TopKCategoricalAccuracy(3), Metric.SparseTopKCategoricalAccuracy(2), Metric.MeanSquaredError("m"),
        Metric.MeanAbsoluteError(), Metric.SparseTopKCategoricalAccuracy(2, fromSortedIds: true), Metric.AUC(3, AUCCurve.PRGain), Metric.Sum("s"),
        Metric.AUC(curve: AUCCurve.PR, summationMethod: AUCSummationMethod.Minoring, thresholds: [0.3, 0.1]),
        Metric.AUC(multiLabel: true, numLabels: 2, labelWeights: [1, 2]), Metric.Precision(new double[] { 0.25, 0.5 }, classId: 1),
        Metric.Recall(0.25, topK: 3), Metric.TruePositives(0.5), Metric.RecallAtPrecision(0.75, 5, 1), Metric.FBetaScore(FScoreAverage.Weighted, 2, 0.5),
        Metric.F1Score(), Metric.R2Score(R2Aggregation.None, 2), Metric.IoU(3, [0, 2], ignoreClass: 1, sparseYPred: false, axis: 1),
        Metric.MeanIoU(2), Metric.OneHotIoU(3, [1]), Metric.OneHotMeanIoU(4), Metric.BinaryIoU([1], 0.25), Metric.PearsonCorrelation(axis: 0),
        Metric.MeanMetricWrapper(Loss.Huber(0.5), "huber"), Metric.SparseCategoricalCrossentropy(fromLogits: true, ignoreClass: 2),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logs_keep_the_string_as_the_name(string name) => Assert.Equal(name, ((Metric)name).Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_string_makes_a_new_metric_each_time(string name) => Assert.NotSame((Metric)name, (Metric)name);

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Metric)"f1");
        Assert.StartsWith(
            "Unknown metric 'f1'. Known: BCE, MAE, MAPE, MSE, MSLE, acc, accuracy, auc, bce, binary_accuracy, ", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_comes_back()
    {
        foreach (Metric metric in Options)
        {
            string config = metric.ToConfig().ToJsonString();
            Metric copy = Metric.FromConfig(JsonNode.Parse(config)!);
            Assert.Equal(metric.GetType(), copy.GetType());
            Assert.Equal(config, copy.ToConfig().ToJsonString());
        }
    }

    [Fact]
    public void A_config_may_be_a_bare_name() => Assert.Equal("mae", Metric.FromConfig(JsonValue.Create("mae")).Name);

    [Fact]
    public void Accuracy_by_shape_comes_back_as_the_string_that_it_was()
    {
        foreach (string name in (string[])["accuracy", "acc"])
        {
            Metric metric = name;
            metric.Update(Tensor.FromLabels([1, 0]), Tensor.From([0.1f, 0.9f, 0.2f, 0.8f], [2, 2]));
            Metric copy = Metric.FromConfig(JsonNode.Parse(metric.ToConfig().ToJsonString())!);
            copy.Update(Tensor.From([0, 1, 1, 0], [2, 2]), Tensor.From([0.1f, 0.9f, 0.2f, 0.8f], [2, 2]));
            Assert.Equal((name, 0.5, 0.5), (copy.Name, metric.Result, copy.Result));
        }
    }

    [Fact]
    public void A_class_name_is_a_string_too()
    {
        Metric metric = "BinaryAccuracy";
        Assert.Equal(("BinaryAccuracy", "BinaryAccuracy"), (metric.Name, metric.ClassName));
    }

    [Fact]
    public void A_name_is_required() => Assert.Throws<ArgumentException>(() => Metric.Accuracy(""));
}
