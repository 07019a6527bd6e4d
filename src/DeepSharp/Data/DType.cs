namespace DeepSharp;

/// <summary>
/// The kind of the values of data, of an input or of a tensor in the description of a model: <c>DType.String</c>, or by Keras's name,
/// <c>"string"</c>.
/// </summary>
/// <remarks>
/// A <see cref="Tensor"/> holds 32-bit floats whatever its dtype is called: <c>int32</c> and <c>bool</c> say what the floats stand for.
/// A <see cref="DataArray"/> keeps its values as they came, whole numbers above 16,777,216 and strings too, for layers that work on data
/// (<see cref="Layers.DataLayer"/>).
/// </remarks>
/// <example><code>
/// var text = new Input([1], dtype: "string");
/// DType kind = ((DataArray)new[] { 5_000_000_000L }).DType;   // int64
/// </code></example>
public readonly record struct DType
{
    private static readonly NameTable<DType> s_names = new(
        "dtype",
        ("bool", Bool), ("float32", Float32), ("int32", Int32), ("int64", Int64), ("string", String), ("uint8", UInt8));

    private readonly Kind _kind;

    private DType(Kind kind) => _kind = kind;

    private enum Kind : byte
    {
        Float32,
        Int32,
        Int64,
        UInt8,
        Bool,
        String,
    }

    /// <summary>32-bit floats. The default.</summary>
    public static DType Float32 => default;

    /// <summary>32-bit whole numbers.</summary>
    public static DType Int32 => new(Kind.Int32);

    /// <summary>64-bit whole numbers.</summary>
    public static DType Int64 => new(Kind.Int64);

    /// <summary>Bytes.</summary>
    public static DType UInt8 => new(Kind.UInt8);

    /// <summary>Yes or no.</summary>
    public static DType Bool => new(Kind.Bool);

    /// <summary>Strings. No tensor has them; only data does.</summary>
    public static DType String => new(Kind.String);

    /// <summary>Keras's name: <c>float32</c>, <c>int32</c>, <c>int64</c>, <c>uint8</c>, <c>bool</c> or <c>string</c>.</summary>
    public string Name => _kind.ToString().ToLowerInvariant();

    /// <summary>Whether the values are strings, with which no tensor can be made.</summary>
    internal bool IsString => _kind == Kind.String;

    /// <summary>The dtype that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such dtype here, as is <c>float16</c>; the message lists those that there are.
    /// </exception>
    public static implicit operator DType(string name)
    {
        MissingName.Refuse("dtype", name);
        if (s_names.TryGet(name, out DType known)) return known;
        throw new ArgumentException(
            $"Unknown dtype '{NearestName.Shown(name)}'. Known: {string.Join(", ", s_names.Names)}. All tensors compute in float32; " +
            "other floats come as float32.", nameof(name));
    }

    /// <summary>The dtype of a type of .NET; null where data is not kept as such.</summary>
    internal static DType? Of(Type type) =>
        type == typeof(float) ? Float32
        : type == typeof(int) ? Int32
        : type == typeof(long) ? Int64
        : type == typeof(byte) ? UInt8
        : type == typeof(bool) ? Bool
        : type == typeof(string) ? String : default(DType?);

    /// <summary>Reads <c>"dtype": "int32"</c>, or a policy of that name; float32 where there is none.</summary>
    /// <exception cref="NotSupportedException">It is another one.</exception>
    internal static DType Read(ConfigReader reader)
    {
        if (reader.Node("dtype") is null) return Float32;
        string? name = ConfigSchema.DTypeName(reader);
        if (name is not null && s_names.TryGet(name, out DType known)) return known;
        throw new NotSupportedException(
            $"{reader.Owner}: expected a dtype of {string.Join(", ", s_names.Names)} but the config says " +
            $"{ConfigSchema.Shortened(reader.Node("dtype"))}. All tensors compute in float32: write that for other floats.");
    }

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
