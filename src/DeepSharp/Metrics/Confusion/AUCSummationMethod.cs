namespace DeepSharp;

/// <summary>How <see cref="Metric.AUC"/> adds up the area between two thresholds, also by Keras's name.</summary>
/// <example><code>Metric.AUC(summationMethod: "majoring")</code></example>
public readonly record struct AUCSummationMethod
{
    private static readonly NameTable<AUCSummationMethod> s_names = new(
        "summation method",
        ("interpolation", Interpolation), ("Interpolation", Interpolation), ("majoring", Majoring),
        ("Majoring", Majoring), ("minoring", Minoring), ("Minoring", Minoring));

    private readonly byte _kind;

    private AUCSummationMethod(byte kind) => _kind = kind;

    /// <summary>By the mean of both heights; for precision by recall as Davis and Goadrich 2006 interpolate. The default.</summary>
    public static AUCSummationMethod Interpolation => default;

    /// <summary>By the larger height.</summary>
    public static AUCSummationMethod Majoring => new(1);

    /// <summary>By the smaller height.</summary>
    public static AUCSummationMethod Minoring => new(2);

    /// <summary>Keras's name: <c>interpolation</c>, <c>majoring</c> or <c>minoring</c>.</summary>
    public string Name => _kind switch { 0 => "interpolation", 1 => "majoring", _ => "minoring" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such summation method; the message lists those that there are.</exception>
    public static implicit operator AUCSummationMethod(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
