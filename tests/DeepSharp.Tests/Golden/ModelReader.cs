using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Makes the model of a golden case from Keras's config, with Keras's weights, compiled as the case says.</summary>
internal static class ModelReader
{
    public static Sequential Compiled(GoldenCase golden)
    {
        Sequential model = WithWeights(golden, golden["model"]!);
        JsonObject compile = golden.Object("compile");
        Assert.Empty(compile.Select(entry => entry.Key).Except(["optimizer", "loss", "metrics", "weighted_metrics"]));
        model.Compile(
            ReadOptimizer(compile["optimizer"]!), (string)compile["loss"]!, ReadMetrics(compile["metrics"]),
            weightedMetrics: ReadMetrics(compile["weighted_metrics"]));
        return model;
    }

    private static MetricSet? ReadMetrics(JsonNode? names) => names is null ? null : MetricSet.From(names.AsArray().Select(name => (Metric)(string)name!));

    public static Sequential WithWeights(GoldenCase golden, JsonNode config)
    {
        Sequential model = Sequential.FromConfig(config);
        JsonArray weights = golden.List("weights");
        Assert.Equal(weights.Select(weight => (string)weight!["path"]!), model.Weights.Select(weight => weight.Path));
        model.SetWeights([.. weights.Select(weight => golden.Tensor(weight!["value"]!))]);
        return model;
    }

    public static void CheckWeights(GoldenCase golden, JsonArray want, Sequential model, Tolerance tolerance)
    {
        Assert.Equal(want.Count, model.Weights.Count);
        for (int i = 0; i < want.Count; i++)
        {
            Assert.Equal((string)want[i]!["path"]!, model.Weights[i].Path);
            tolerance.Check(model.Weights[i].Path, golden.Tensor(want[i]!["value"]!), model.Weights[i].Value);
        }
    }

    public static void CheckLogs(string what, JsonObject want, IReadOnlyDictionary<string, double> got, Tolerance tolerance)
    {
        Assert.Equal(want.Select(entry => entry.Key), got.Keys);
        foreach ((string name, JsonNode? value) in want) tolerance.Check($"{what}, {name}", (double)value!, got[name]);
    }

    private static Optimizer ReadOptimizer(JsonNode optimizer)
    {
        if (optimizer is not JsonObject) return (string)optimizer!;
        return OptimizerReader.Create((string)optimizer["class"]!, optimizer["args"]!.DeepClone().AsObject());
    }
}
