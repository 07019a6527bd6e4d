namespace DeepSharp;

/// <summary>
/// What a <see cref="Layers.TextVectorization"/> does to text before it is split: <c>TextStandardization.Lower</c>, or by Keras's name,
/// <c>"lower"</c>.
/// </summary>
/// <remarks>Letters and punctuation are those of ASCII, as in Keras: É stays É, and so does a dash that is none of ASCII.</remarks>
/// <example><code>
/// new TextVectorization(standardize: "strip_punctuation")
/// new TextVectorization(standardize: TextStandardization.Custom(text =&gt; text.Normalize().ToLowerInvariant()))
/// </code></example>
public readonly record struct TextStandardization
{
    private static readonly NameTable<TextStandardization> s_names = new(
        "standardization", ("lower", Lower), ("lower_and_strip_punctuation", LowerAndStripPunctuation),
        ("strip_punctuation", StripPunctuation));

    private readonly Kind _kind;

    private TextStandardization(Kind kind, Func<string, string>? function = null) => (_kind, Function) = (kind, function);

    private enum Kind : byte
    {
        LowerAndStripPunctuation,
        Lower,
        StripPunctuation,
        None,
        Custom,
    }

    /// <summary>Capital letters become small and punctuation goes. The default.</summary>
    public static TextStandardization LowerAndStripPunctuation => default;

    /// <summary>Capital letters become small.</summary>
    public static TextStandardization Lower => new(Kind.Lower);

    /// <summary>Punctuation goes.</summary>
    public static TextStandardization StripPunctuation => new(Kind.StripPunctuation);

    /// <summary>Text stays as it is. Keras's <c>None</c>.</summary>
    public static TextStandardization None => new(Kind.None);

    /// <summary>Keras's name; null for <see cref="None"/>, <c>custom</c> for a function.</summary>
    public string? Name => _kind switch
    {
        Kind.LowerAndStripPunctuation => "lower_and_strip_punctuation",
        Kind.Lower => "lower",
        Kind.StripPunctuation => "strip_punctuation",
        Kind.Custom => "custom",
        _ => null,
    };

    internal bool Lowers => _kind is Kind.Lower or Kind.LowerAndStripPunctuation;

    internal bool Strips => _kind is Kind.StripPunctuation or Kind.LowerAndStripPunctuation;

    internal Func<string, string>? Function { get; }

    /// <summary>What a custom function does. No file holds it.</summary>
    /// <param name="function">Gives the text as it is to be split; may be called by several threads at once.</param>
    public static TextStandardization Custom(Func<string, string> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new TextStandardization(Kind.Custom, function);
    }

    /// <summary>What a Keras name stands for; null for none.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message lists those that there are.</exception>
    public static implicit operator TextStandardization(string? name) => name is null ? None : s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name ?? "none";
}
