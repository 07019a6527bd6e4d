using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What a model was compiled with, in Keras's schema of <c>compile_config</c>.</summary>
internal static class CompileConfig
{
    /// <summary>The config of a compiled model; null of one that is not.</summary>
    public static JsonObject? Of(Model model)
    {
        if (model.Optimizer is null || model.Loss is null) return null;
        var metrics = new JsonArray();
        foreach (Metric metric in model.Metrics) metrics.Add(metric.ToConfig());
        return new JsonObject
        {
            ["optimizer"] = model.Optimizer.ToConfig(),
            ["loss"] = model.Loss.ToConfig(),
            ["loss_weights"] = null,
            ["metrics"] = metrics.Count == 0 ? null : metrics,
            ["weighted_metrics"] = null,
            ["run_eagerly"] = false,
            ["steps_per_execution"] = 1,
            ["jit_compile"] = false,
        };
    }

    /// <summary>Compiles a model as a config says.</summary>
    /// <exception cref="ArgumentException">A class is unknown; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The config is none.</exception>
    /// <exception cref="NotSupportedException">The config asks for something that does not exist here.</exception>
    public static void Apply(JsonObject config, Model model)
    {
        var reader = new ConfigReader(config, "compile_config");
        Optimizer optimizer = Optimizer.FromConfig(reader.Node("optimizer") ?? throw reader.Wrong("optimizer", "an optimizer", null));
        Loss loss = Loss.FromConfig(reader.Node("loss") ?? throw reader.Wrong("loss", "a loss", null));
        JsonArray list = reader.OptionalList("metrics") ?? [];
        Metric[] metrics = [.. list.Select(item => Metric.FromConfig(item ?? throw reader.Wrong("metrics", "a list of metrics", list)))];
        reader.Refuse("loss_weights", "weighted_metrics");
        reader.Ignore("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss");
        reader.End();
        model.Compile(optimizer, loss, metrics);
    }
}
