using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Metrics;

public class MetricNamesTests
{
    public static TheoryData<string> Names => [.. MetricTable.Strings.Names];

    private static Metric[] Options =>
    [
        Metric.Accuracy("a"), Metric.BinaryAccuracy(0.3f, "b"), Metric.CategoricalAccuracy(), Metric.SparseCategoricalAccuracy(),
        Metric.TopKCategoricalAccuracy(3), Metric.SparseTopKCategoricalAccuracy(2), Metric.MeanSquaredError("m"),
        Metric.MeanAbsoluteError(),
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
        Assert.StartsWith("Unknown metric 'f1'. Known: acc, accuracy, binary_accuracy, ", exception.Message, StringComparison.Ordinal);
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
