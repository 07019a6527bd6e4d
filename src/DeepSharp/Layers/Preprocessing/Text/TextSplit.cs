namespace DeepSharp;

/// <summary>
/// How a <see cref="Layers.TextVectorization"/> splits text into tokens: <c>TextSplit.Character</c>, or by Keras's name,
/// <c>"character"</c>.
/// </summary>
/// <example><code>new TextVectorization(split: TextSplit.Custom(text =&gt; text.Split(';')))</code></example>
public readonly record struct TextSplit
{
    private static readonly NameTable<TextSplit> s_names = new("split", ("character", Character), ("whitespace", Whitespace));

    private readonly byte _kind;

    private TextSplit(byte kind, Func<string, IEnumerable<string>>? function = null) => (_kind, Function) = (kind, function);

    /// <summary>At spaces, tabs and ends of lines of ASCII; several count as one. The default.</summary>
    public static TextSplit Whitespace => default;

    /// <summary>Each Unicode character is a token, spaces too.</summary>
    public static TextSplit Character => new(1);

    /// <summary>Text is not split: each string is a token. Keras's <c>None</c>.</summary>
    public static TextSplit None => new(2);

    /// <summary>Keras's name; null for <see cref="None"/>, <c>custom</c> for a function.</summary>
    public string? Name => _kind switch { 0 => "whitespace", 1 => "character", 3 => "custom", _ => null };

    internal Func<string, IEnumerable<string>>? Function { get; }

    /// <summary>What a custom function gives. No file holds it.</summary>
    /// <param name="function">Gives the tokens of a text that is standardized; may be called by several threads at once.</param>
    public static TextSplit Custom(Func<string, IEnumerable<string>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new TextSplit(3, function);
    }

    /// <summary>What a Keras name stands for; null for none.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message lists those that there are.</exception>
    public static implicit operator TextSplit(string? name) => name is null ? None : s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name ?? "none";
}
