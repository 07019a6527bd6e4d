namespace DeepSharp;

/// <summary>The curve that <see cref="Metric.AUC"/> is the area under: <c>AUCCurve.PR</c>, or by Keras's name, <c>"PR"</c>.</summary>
/// <example><code>Metric.AUC(curve: "PR")</code></example>
public readonly record struct AUCCurve
{
    private static readonly NameTable<AUCCurve> s_names = new(
        "curve",
        ("ROC", ROC), ("roc", ROC), ("PR", PR), ("pr", PR), ("PRGAIN", PRGain), ("prgain", PRGain));

    private readonly byte _kind;

    private AUCCurve(byte kind) => _kind = kind;

    /// <summary>Recall by the share of no that was said to be yes (receiver operating characteristic). The default.</summary>
    public static AUCCurve ROC => default;

    /// <summary>Precision by recall.</summary>
    public static AUCCurve PR => new(1);

    /// <summary>Precision gain by recall gain (Flach and Kull 2015).</summary>
    public static AUCCurve PRGain => new(2);

    /// <summary>Keras's name: <c>ROC</c>, <c>PR</c> or <c>PRGAIN</c>.</summary>
    public string Name => _kind switch { 0 => "ROC", 1 => "PR", _ => "PRGAIN" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such curve; the message lists those that there are.</exception>
    public static implicit operator AUCCurve(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
