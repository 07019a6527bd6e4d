using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What a model was compiled with, in Keras's schema of <c>compile_config</c>.</summary>
internal static class CompileConfig
{
    /// <summary>The config of a compiled model; null of one that is not.</summary>
    public static JsonObject? Of(Model model)
    {
        if (model.Trainer is not { } trainer) return null;
        var config = new JsonObject
        {
            ["optimizer"] = trainer.Optimizer.ToConfig(),
            ["loss"] = LossConfig.Of(trainer.Losses),
            ["loss_weights"] = LossConfig.Of(trainer.LossWeights),
            ["metrics"] = MetricConfig.Of(trainer.Metrics),
            ["weighted_metrics"] = MetricConfig.Of(trainer.WeightedMetrics),
            ["run_eagerly"] = false,
            ["steps_per_execution"] = 1,
            ["jit_compile"] = false,
        };

        // Not Keras's: it forgets them.
        if (WeightDecayConfig.Of(trainer.Optimizer, model) is { } exclusions) config[WeightDecayConfig.Key] = exclusions;
        return config;
    }

    /// <summary>Compiles a model as a config says.</summary>
    /// <exception cref="ArgumentException">A class is unknown; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The config is none.</exception>
    /// <exception cref="NotSupportedException">The config asks for something that does not exist here.</exception>
    public static void Apply(JsonObject config, Model model) => ConfigGuard.Read("compile_config", () =>
    {
        ApplyAny(config, model);
        return true;
    });

    private static void ApplyAny(JsonObject config, Model model)
    {
        var reader = new ConfigReader(config, "compile_config");
        Optimizer optimizer = Optimizer.FromConfig(reader.Node("optimizer") ?? throw reader.Wrong("optimizer", "an optimizer", null));
        LossSet? losses = LossConfig.Losses(reader, "loss");
        MetricSet? metrics = MetricConfig.Metrics(reader, "metrics");
        LossWeights? weights = LossConfig.Weights(reader, "loss_weights");
        MetricSet? weighted = MetricConfig.Metrics(reader, "weighted_metrics");
        reader.Ignore("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss");
        WeightDecayConfig.Apply(reader, optimizer, model);
        reader.End();
        model.Compile(optimizer, losses, metrics, weights, weighted);
    }
}
