namespace DeepSharp;

/// <summary>How the R² scores of several outputs become one number, also by Keras's name.</summary>
/// <example><code>Metric.R2Score("variance_weighted_average")</code></example>
public readonly record struct R2Aggregation
{
    private static readonly NameTable<R2Aggregation> s_names = new(
        "class aggregation",
        ("uniform_average", UniformAverage), ("variance_weighted_average", VarianceWeightedAverage), ("none", None));

    private readonly byte _kind;

    private R2Aggregation(byte kind) => _kind = kind;

    /// <summary>The mean. The default.</summary>
    public static R2Aggregation UniformAverage => default;

    /// <summary>The mean, weighted by the variance of the targets.</summary>
    public static R2Aggregation VarianceWeightedAverage => new(1);

    /// <summary>None: one result an output, see <see cref="Metric.Vector"/>. Keras's <c>None</c>.</summary>
    public static R2Aggregation None => new(2);

    /// <summary>Keras's name: <c>uniform_average</c>, <c>variance_weighted_average</c> or <c>none</c>.</summary>
    public string Name => _kind switch { 0 => "uniform_average", 1 => "variance_weighted_average", _ => "none" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such class aggregation; the message lists those that there are.</exception>
    public static implicit operator R2Aggregation(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
