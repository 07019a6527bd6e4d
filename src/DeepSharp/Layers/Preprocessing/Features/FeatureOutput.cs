namespace DeepSharp;

/// <summary>What a <see cref="FeatureSpace"/> makes of a feature: <c>FeatureOutput.OneHot</c>, or by Keras's name, <c>"one_hot"</c>.</summary>
public readonly record struct FeatureOutput
{
    private static readonly NameTable<FeatureOutput> s_names = new("feature output", ("float", Float), ("int", Int), ("one_hot", OneHot));

    private readonly byte _kind;

    private FeatureOutput(byte kind) => _kind = kind;

    /// <summary>A row that is 1 at the place of the feature's id. The default.</summary>
    public static FeatureOutput OneHot => default;

    /// <summary>The id, as for an embedding.</summary>
    public static FeatureOutput Int => new(1);

    /// <summary>A number as it is.</summary>
    public static FeatureOutput Float => new(2);

    /// <summary>Keras's name: <c>int</c>, <c>one_hot</c> or <c>float</c>.</summary>
    public string Name => _kind switch { 1 => "int", 2 => "float", _ => "one_hot" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message lists those that there are.</exception>
    public static implicit operator FeatureOutput(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
