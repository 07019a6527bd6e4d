using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs a metric of a golden case: its results after each update and after a reset, its merging and its config.</summary>
internal static class MetricRunner
{
    public static void Check(string area, string id)
    {
        GoldenCase golden = GoldenArea.Load(area).Open(id);
        Metric metric = Create(golden);

        // Keras numbers the names that it makes; here the user does.
        Assert.Equal(Regex.Replace(golden.Text("name"), "_[0-9]+$", ""), metric.Name);
        Assert.Equal(0, metric.Result);
        CheckUpdates(golden, metric);
        CheckMerging(golden, metric);
        metric.Reset();
        Assert.Equal(0, metric.Result);
        if (golden.OptionalTensor("result_after_reset") is { } reset) Assert.All(reset.ToArray(), value => Assert.Equal(0f, value));
        CheckConfig(golden, metric);
        golden.AssertEverythingRead();
    }

    private static Metric Create(GoldenCase golden) =>
        Metric.FromConfig(ConfigSchema.Wrap("keras.metrics", golden.Text("metric"), golden.Object("args")));

    private static void CheckUpdates(GoldenCase golden, Metric metric)
    {
        bool counts = metric.ClassName.EndsWith("Accuracy", StringComparison.Ordinal);
        foreach (JsonNode? update in golden.List("updates"))
        {
            Update(golden, metric, update!);
            Tensor want = golden.Tensor(update!["result"]!);
            if (want.Rank > 0)
            {
                Tolerance.Output.Check("results", want, Tensor.From([.. metric.Vector!.Select(value => (float)value)]));
                Assert.Equal(metric.Vector!.Average(), metric.Result, 1e-12);
            }
            else if (counts && update["sample_weight"] is null) Assert.Equal(want.Item(), (float)metric.Result);
            else Tolerance.Output.Check("result", want.Item(), metric.Result);
        }
    }

    private static void Update(GoldenCase golden, Metric metric, JsonNode update)
    {
        Tensor? weight = update["sample_weight"] is { } name ? golden.Tensor(name) : null;
        if (metric is DeepSharp.Metrics.Mean mean) mean.Update(golden.Tensor(update["values"]!), weight);
        else if (metric is DeepSharp.Metrics.Sum sum) sum.Update(golden.Tensor(update["values"]!), weight);
        else metric.Update(golden.Tensor(update["y_true"]!), golden.Tensor(update["y_pred"]!), weight);
    }

    // One that saw the first batch and one that saw the others are one that saw all.
    private static void CheckMerging(GoldenCase golden, Metric metric)
    {
        Metric first = Create(golden), others = Create(golden);
        JsonArray updates = golden.List("updates");
        for (int i = 0; i < updates.Count; i++) Update(golden, i == 0 ? first : others, updates[i]!);
        others.Merge(first);
        Assert.Equal(metric.Result, others.Result, 1e-9);
        Metric copy = Create(golden);
        copy.SetState(others.GetState());
        Assert.Equal(others.Result, copy.Result);
        Assert.Equal(others.Vector, copy.Vector);
    }

    // Keras writes a tensor as its text, and forgets the axis of CosineSimilarity.
    private static void CheckConfig(GoldenCase golden, Metric metric)
    {
        JsonNode written = metric.ToConfig();
        Assert.Equal(written.ToJsonString(), Metric.FromConfig(JsonNode.Parse(written.ToJsonString())!).ToConfig().ToJsonString());
        if (golden["config"] is null) return;
        JsonObject want = golden.Object("config"), got = written["config"]!.AsObject();
        foreach ((string key, JsonNode? value) in want)
        {
            bool isText = key == "label_weights" && value is JsonValue;
            if (!isText && key != "name") ConfigComparison.Check(key, value, got[key]);
        }

        foreach ((string key, _) in got) Assert.True(want.ContainsKey(key) || (metric.ClassName, key) == ("CosineSimilarity", "axis"), key);
    }
}
