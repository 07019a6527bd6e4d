namespace DeepSharp;

/// <summary>How the losses of the samples of a batch become one number: <c>Reduction.Sum</c>, or by Keras's name, <c>"sum"</c>.</summary>
/// <example><code>Loss.MeanSquaredError(reduction: "sum")</code></example>
public readonly record struct Reduction
{
    private static readonly NameTable<Reduction> s_names = new(
        "reduction",
        ("sum_over_batch_size", SumOverBatchSize), ("sum", Sum), ("mean", Mean),
        ("mean_with_sample_weight", MeanWithSampleWeight), ("none", None));

    private readonly byte _kind;

    private Reduction(byte kind) => _kind = kind;

    /// <summary>The sum divided by the number of losses, weights of 0 included. The default.</summary>
    public static Reduction SumOverBatchSize => default;

    /// <summary>The sum.</summary>
    public static Reduction Sum => new(1);

    /// <summary>The mean; the same as <see cref="SumOverBatchSize"/>.</summary>
    public static Reduction Mean => new(2);

    /// <summary>The weighted sum divided by the sum of the weights.</summary>
    public static Reduction MeanWithSampleWeight => new(3);

    /// <summary>No reduction: one loss a sample. Keras's <c>None</c> too.</summary>
    public static Reduction None => new(4);

    /// <summary>Keras's name: <c>sum_over_batch_size</c>, <c>sum</c>, <c>mean</c>, <c>mean_with_sample_weight</c> or <c>none</c>.</summary>
    public string Name => _kind switch { 0 => "sum_over_batch_size", 1 => "sum", 2 => "mean", 3 => "mean_with_sample_weight", _ => "none" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such reduction; the message lists those that there are.</exception>
    public static implicit operator Reduction(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;

    /// <summary>The place among all of them, for tables.</summary>
    internal int Index => _kind;

    internal static IReadOnlyList<Reduction> All { get; } = [SumOverBatchSize, Sum, Mean, MeanWithSampleWeight, None];

    /// <summary>Reads the key <c>reduction</c>; Keras's default if it is missing, no reduction if it is null (Python's None).</summary>
    internal static Reduction Read(ConfigReader reader) =>
        reader.IsNull("reduction") ? None : s_names[reader.String("reduction", SumOverBatchSize.Name)!];
}
