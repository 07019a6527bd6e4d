using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class MetricGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("metrics");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_after_each_update_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("metrics").Open(id);
        Metric metric = Metric.FromConfig(ConfigSchema.Wrap("keras.metrics", golden.Text("metric"), golden.Object("args")));
        bool counts = metric.ClassName.EndsWith("Accuracy", StringComparison.Ordinal);
        Assert.Equal(golden.Text("name"), metric.Name);
        Assert.Equal(0, metric.Result);

        foreach (JsonNode? update in golden.List("updates"))
        {
            Tensor? weight = update!["sample_weight"] is { } name ? golden.Tensor(name) : null;
            metric.Update(golden.Tensor(update["y_true"]!), golden.Tensor(update["y_pred"]!), weight);

            float want = golden.Tensor(update["result"]!).Item();
            if (counts && weight is null) Assert.Equal(want, (float)metric.Result);
            else Tolerance.Output.Check("result", want, metric.Result);
        }

        metric.Reset();
        Assert.Equal(0, metric.Result);
        golden.AssertEverythingRead();
    }
}
