namespace DeepSharp.Callbacks;

/// <summary>Which way a watched value gets better. Keras's strings convert: <c>"auto"</c>, <c>"min"</c>, <c>"max"</c>.</summary>
/// <remarks>The default is <see cref="Auto"/>.</remarks>
public readonly record struct ImprovementMode
{
    private readonly byte _kind;

    private ImprovementMode(byte kind) => _kind = kind;

    /// <summary>As the loss or the metric says: losses and errors down, accuracies up.</summary>
    public static ImprovementMode Auto => default;

    /// <summary>Smaller is better.</summary>
    public static ImprovementMode Min => new(1);

    /// <summary>Larger is better.</summary>
    public static ImprovementMode Max => new(2);

    /// <summary>The mode of Keras's name.</summary>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static implicit operator ImprovementMode(string name) => name switch
    {
        "auto" => Auto,
        "min" => Min,
        "max" => Max,
        _ => throw new ArgumentException($"Unknown mode '{name}'. Known: auto, min, max.", nameof(name)),
    };

    /// <summary>Keras's name.</summary>
    public override string ToString() => _kind switch { 1 => "min", 2 => "max", _ => "auto" };
}
