namespace DeepSharp;

/// <summary>
/// How an <see cref="Layers.IntegerLookup"/> chooses among several ids for numbers that are not in its vocabulary:
/// <c>OovMethod.FarmHash</c>, or by Keras's name, <c>"farmhash"</c>.
/// </summary>
/// <example><code>new IntegerLookup(vocabulary: [10, 20, 30], numOovIndices: 4, oovMethod: "farmhash")</code></example>
public readonly record struct OovMethod
{
    private static readonly NameTable<OovMethod> s_names = new("oov method", ("farmhash", FarmHash), ("floormod", FloorMod));

    private readonly bool _hashes;

    private OovMethod(bool hashes) => _hashes = hashes;

    /// <summary>By the rest of the number divided by how many ids there are. The default.</summary>
    public static OovMethod FloorMod => default;

    /// <summary>By a hash of its digits, so that numbers with a common factor spread too.</summary>
    public static OovMethod FarmHash => new(true);

    /// <summary>Keras's name: <c>floormod</c> or <c>farmhash</c>.</summary>
    public string Name => _hashes ? "farmhash" : "floormod";

    /// <summary>The method that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such method; the message lists those that there are.</exception>
    public static implicit operator OovMethod(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
