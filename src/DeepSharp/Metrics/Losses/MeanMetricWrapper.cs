using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of a loss: <c>Metric.MeanMetricWrapper(Loss.Huber(0.5), "huber")</c>.</summary>
    /// <param name="fn">The loss; its reduction does not matter.</param>
    /// <param name="name">What logs call it.</param>
    public static Metric MeanMetricWrapper(Loss fn, string name = "mean_metric_wrapper")
    {
        ArgumentNullException.ThrowIfNull(fn);
        return new MeanMetricWrapperMetric(fn.PerSample, fn, name);
    }

    /// <summary>The mean of what a function of targets and predictions gives: a value for each sample, or for each step of it.</summary>
    /// <remarks>No file holds the function: a model that is saved with the metric is read only without compiling.</remarks>
    /// <param name="fn">Of targets and predictions, samples first in both and in what it gives.</param>
    /// <param name="name">What logs call it.</param>
    /// <example><code>
    /// Metric.MeanMetricWrapper((y, p) => Ops.Max(Ops.Abs(y - p), axis: -1), "largest_error")
    /// </code></example>
    public static Metric MeanMetricWrapper(Func<Tensor, Tensor, Tensor> fn, string name = "mean_metric_wrapper")
    {
        ArgumentNullException.ThrowIfNull(fn);
        return new MeanMetricWrapperMetric(fn, null, name);
    }
}

/// <summary>The mean of a loss or a function.</summary>
internal sealed class MeanMetricWrapperMetric(Func<Tensor, Tensor, Tensor> fn, Loss? loss, string name) : ValueMetric(name)
{
    public override string ClassName => "MeanMetricWrapper";

    public override bool? LargerIsBetter => loss is null ? null : false;

    // Arguments of the function lie beside it.
    public static Metric Read(ConfigReader reader)
    {
        JsonNode fn = reader.Node("fn") ?? throw reader.Wrong("fn", "a loss", null);
        JsonObject parameters = reader.TakeRest("fn", "name", "dtype");
        string? name = fn is JsonValue value && value.TryGetValue(out string? text) ? text
            : fn is JsonObject wrapped && (string?)wrapped["class_name"] == "function" ? (string?)wrapped["config"] : null;
        return MeanMetricWrapper(name is null ? Loss.FromConfig(fn) : Loss.FromConfig(ConfigSchema.Wrap("keras.losses", name, parameters)));
    }

    protected override Tensor Values(Tensor target, Tensor prediction) => fn(target, prediction);

    protected override void WriteConfig(JsonObject config) => config["fn"] = loss?.ToConfig() ?? throw new NotSupportedException(
        $"Metric {Name}: expected a Loss to write into a config, but MeanMetricWrapper was made with a function, which no file holds. " +
        "Write a class that derives from Metric, and register it.");
}
