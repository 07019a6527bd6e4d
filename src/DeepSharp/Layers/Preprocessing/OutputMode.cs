namespace DeepSharp;

/// <summary>
/// What a layer that finds ids of values gives: <c>OutputMode.MultiHot</c>, or by Keras's name, <c>"multi_hot"</c>.
/// </summary>
/// <example><code>new StringLookup(vocabulary: ["good", "bad"], outputMode: "multi_hot")</code></example>
public readonly record struct OutputMode
{
    private static readonly NameTable<OutputMode> s_names = new(
        "output mode", ("count", Count), ("int", Int), ("multi_hot", MultiHot), ("one_hot", OneHot), ("tf_idf", TfIdf));

    private readonly byte _kind;

    private OutputMode(byte kind) => _kind = kind;

    /// <summary>The ids. The default.</summary>
    public static OutputMode Int => default;

    /// <summary>For each id a row that is 1 at its place and else 0. A last axis of length 1 becomes that row.</summary>
    public static OutputMode OneHot => new(1);

    /// <summary>For each sample a row that is 1 at the place of each of its ids.</summary>
    public static OutputMode MultiHot => new(2);

    /// <summary>For each sample a row with how often it has each id.</summary>
    public static OutputMode Count => new(3);

    /// <summary>The same, each id weighted by how rare it is among the samples that the layer was adapted to.</summary>
    public static OutputMode TfIdf => new(4);

    /// <summary>Keras's name: <c>int</c>, <c>one_hot</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</summary>
    public string Name => _kind switch { 0 => "int", 1 => "one_hot", 2 => "multi_hot", 3 => "count", _ => "tf_idf" };

    /// <summary>The mode that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such mode; the message lists those that there are.</exception>
    public static implicit operator OutputMode(string name) =>
        s_names[name switch { "binary" => "multi_hot", "tf-idf" => "tf_idf", _ => name }];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
