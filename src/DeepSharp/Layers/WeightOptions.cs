using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What a layer is told about one of its weights: how it begins, its penalty, and what it has to meet after every step.</summary>
/// <param name="Name">Keras's word in front of the options: <c>kernel</c> of <c>kernel_initializer</c>.</param>
/// <param name="Initializer">Chooses the first values.</param>
/// <param name="Regularizer">The penalty that the loss gets; null for none.</param>
/// <param name="Constraint">What the weight has to meet after every step; null for nothing.</param>
internal sealed record WeightOptions(string Name, Initializer Initializer, Regularizer? Regularizer = null, Constraint? Constraint = null)
{
    /// <summary>Whether it is a statistic, which no gradient changes: without penalty and constraint, also in configs.</summary>
    public bool IsStatistic { get; private init; }

    /// <summary>A kernel; null for <c>glorot_uniform</c>.</summary>
    public static WeightOptions Kernel(
        Initializer? initializer, Regularizer? regularizer, Constraint? constraint, string name = "kernel") =>
        new(name, initializer ?? "glorot_uniform", regularizer, constraint);

    /// <summary>A bias; null for <c>zeros</c>.</summary>
    public static WeightOptions Bias(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new("bias", initializer ?? Initializer.Zeros, regularizer, constraint);

    /// <summary>A weight that no gradient changes.</summary>
    public static WeightOptions Statistic(string name, Initializer initializer) => new(name, initializer) { IsStatistic = true };

    /// <summary>Reads a kernel's options.</summary>
    public static WeightOptions ReadKernel(ConfigReader reader, string name = "kernel") => Read(reader, name, "glorot_uniform");

    /// <summary>Reads a bias's options.</summary>
    public static WeightOptions ReadBias(ConfigReader reader) => Read(reader, "bias", Initializer.Zeros);

    /// <summary>Reads <c>name_initializer</c>, <c>name_regularizer</c> and <c>name_constraint</c>.</summary>
    /// <param name="reader">The layer's config.</param>
    /// <param name="name">Keras's word in front of the options.</param>
    /// <param name="missing">The initializer where the config has none.</param>
    public static WeightOptions Read(ConfigReader reader, string name, Initializer missing) => new(
        name,
        Initializer.Read(reader, $"{name}_initializer", missing),
        Regularizer.Read(reader, $"{name}_regularizer"),
        Constraint.Read(reader, $"{name}_constraint"));

    /// <summary>Reads the initializer of a weight that no gradient changes.</summary>
    public static WeightOptions ReadStatistic(ConfigReader reader, string name, Initializer missing) =>
        Statistic(name, Initializer.Read(reader, $"{name}_initializer", missing));

    /// <summary>Writes the options of a layer's weights in Keras's order: all initializers, all penalties, all constraints.</summary>
    public static void Write(JsonObject config, params ReadOnlySpan<WeightOptions> weights)
    {
        WriteBeforeActivity(config, weights);
        WriteConstraints(config, weights);
    }

    /// <summary>The same with a place for the penalty of the output between penalties and constraints, as convolutions have it.</summary>
    public static void WriteWithActivity(JsonObject config, params ReadOnlySpan<WeightOptions> weights)
    {
        WriteBeforeActivity(config, weights);
        config["activity_regularizer"] = null;
        WriteConstraints(config, weights);
    }

    private static void WriteBeforeActivity(JsonObject config, ReadOnlySpan<WeightOptions> weights)
    {
        foreach (WeightOptions weight in weights) config[$"{weight.Name}_initializer"] = weight.Initializer.ToConfig();
        foreach (WeightOptions weight in weights)
        {
            if (!weight.IsStatistic) config[$"{weight.Name}_regularizer"] = weight.Regularizer?.ToConfig();
        }
    }

    private static void WriteConstraints(JsonObject config, ReadOnlySpan<WeightOptions> weights)
    {
        foreach (WeightOptions weight in weights)
        {
            if (!weight.IsStatistic) config[$"{weight.Name}_constraint"] = weight.Constraint?.ToConfig();
        }
    }
}
