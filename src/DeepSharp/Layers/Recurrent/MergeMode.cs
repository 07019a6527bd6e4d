namespace DeepSharp;

/// <summary>
/// What <see cref="Layers.Bidirectional"/> makes of the outputs of its two directions: <c>MergeMode.Concat</c>, or by Keras's name,
/// <c>"concat"</c>.
/// </summary>
/// <example><code>new Bidirectional(new LSTM(64), mergeMode: "sum")</code></example>
public readonly record struct MergeMode
{
    private static readonly NameTable<MergeMode> s_names = new(
        "merge mode", ("ave", Ave), ("concat", Concat), ("mul", Mul), ("none", None), ("sum", Sum));

    private readonly byte _kind;

    private MergeMode(byte kind) => _kind = kind;

    /// <summary>One behind the other on the last axis. The default.</summary>
    public static MergeMode Concat => default;

    /// <summary>Their sum.</summary>
    public static MergeMode Sum => new(1);

    /// <summary>Their product, value by value.</summary>
    public static MergeMode Mul => new(2);

    /// <summary>Their mean.</summary>
    public static MergeMode Ave => new(3);

    /// <summary>Nothing: they are two outputs. Keras's <c>None</c>.</summary>
    public static MergeMode None => new(4);

    /// <summary>Keras's name: <c>concat</c>, <c>sum</c>, <c>mul</c> or <c>ave</c>; null for <see cref="None"/>.</summary>
    public string? Name => _kind switch { 0 => "concat", 1 => "sum", 2 => "mul", 3 => "ave", _ => null };

    /// <summary>The mode that a Keras name stands for; <c>none</c> for <see cref="None"/>.</summary>
    /// <exception cref="ArgumentException">There is no such mode; the message lists those that there are.</exception>
    public static implicit operator MergeMode(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name ?? "none";
}
