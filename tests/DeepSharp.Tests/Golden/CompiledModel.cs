using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>
/// A model of any shape from a golden case: Keras's config and weights, and what it was compiled with, as strings, objects, lists or
/// dictionaries. Data are tensors, lists or dictionaries of them.
/// </summary>
internal static class CompiledModel
{
    public static Model Of(GoldenCase golden)
    {
        Model model = Model.FromConfig(golden.Object("model"));
        JsonArray weights = golden.List("weights");
        Assert.Equal(weights.Select(weight => (string)weight!["path"]!), model.Weights.Select(weight => weight.Path));
        model.SetWeights([.. weights.Select(weight => golden.Tensor(weight!["value"]!))]);

        JsonObject compile = golden.Object("compile");
        Assert.Empty(compile.Select(entry => entry.Key).Except(["optimizer", "loss", "loss_weights", "metrics", "weighted_metrics"]));
        JsonObject optimizer = compile["optimizer"]!.AsObject();
        model.Compile(
            OptimizerReader.Create((string)optimizer["class"]!, optimizer["args"]!.DeepClone().AsObject()),
            LossesOf(compile["loss"]!), MetricsOf(compile["metrics"]), WeightsOf(compile["loss_weights"]),
            MetricsOf(compile["weighted_metrics"]));
        return model;
    }

    /// <summary>A tensor by name, or a list or dictionary of them.</summary>
    public static DataGroup Data(GoldenCase golden, JsonNode names) => names switch
    {
        JsonArray list => list.Select(name => golden.Tensor(name!)).ToArray(),
        JsonObject entries => entries.ToDictionary(entry => entry.Key, entry => golden.Tensor(entry.Value!)),
        _ => golden.Tensor(names),
    };

    public static DataGroup? OptionalData(GoldenCase golden, JsonNode? names) => names is null ? null : Data(golden, names);

    public static void CheckPrediction(string what, GoldenCase golden, JsonNode names, Model model, DataGroup x, Tolerance tolerance)
    {
        Tensor[] want = names is JsonArray list ? [.. list.Select(name => golden.Tensor(name!))] : [golden.Tensor(names)];
        TensorGroup got = model.PredictAll(x);
        Assert.Equal(want.Length, got.Count);
        if (golden["output_names"] is JsonArray outputs) Assert.Equal(outputs.Select(name => (string)name!), got.Names);
        for (int i = 0; i < want.Length; i++) tolerance.Check($"{what} {i}", want[i], got[i][..want[i].Shape[0]]);
    }

    /// <summary>Weights whose gradient is rounding only went where the rounding took them, and are not compared.</summary>
    public static void CheckWeights(GoldenCase golden, JsonArray want, Model model, Tolerance tolerance)
    {
        Assert.Equal(want.Count, model.Weights.Count);
        for (int i = 0; i < want.Count; i++)
        {
            Tensor value = golden.Tensor(want[i]!["value"]!);
            Assert.Equal((string)want[i]!["path"]!, model.Weights[i].Path);
            if ((bool?)want[i]!["rounding_only"] != true) tolerance.Check(model.Weights[i].Path, value, model.Weights[i].Value);
        }
    }

    private static LossSet LossesOf(JsonNode losses)
    {
        if (losses is JsonArray list) return new LossSet([.. list.Select(LossOf)]);
        if (losses is JsonObject entries && entries["args"] is null)
        {
            var named = new LossSet();
            foreach ((string output, JsonNode? loss) in entries) named[output] = LossOf(loss);
            return named;
        }

        return LossOf(losses);
    }

    private static Loss LossOf(JsonNode? loss) => loss is JsonObject { Count: 2 } entry
        ? Loss.FromConfig(ConfigSchema.Wrap("keras.losses", (string)entry["class"]!, entry["args"]!.DeepClone().AsObject()))
        : (Loss)(string)loss!;

    private static LossWeights? WeightsOf(JsonNode? weights) => weights switch
    {
        null => null,
        JsonArray list => list.Select(weight => (double)weight!).ToArray(),
        _ => weights.AsObject().ToDictionary(entry => entry.Key, entry => (double)entry.Value!),
    };

    private static MetricSet? MetricsOf(JsonNode? metrics)
    {
        if (metrics is null) return null;
        if (metrics is JsonArray list) return new MetricSet([.. list.Select(MetricsOf)]);
        if (metrics is not JsonObject entries) return (Metric)(string)metrics!;
        if (entries["args"] is JsonObject arguments)
        {
            return Metric.FromConfig(ConfigSchema.Wrap("keras.metrics", (string)entries["class"]!, arguments.DeepClone().AsObject()));
        }

        var named = new MetricSet();
        foreach ((string output, JsonNode? ofOutput) in entries) named[output] = MetricsOf(ofOutput);
        return named;
    }
}
