namespace DeepSharp;

/// <summary>
/// What names may be that a program gives: they are written to files and have to come back as they were. Names of layers are
/// parts of paths, so that, as in Keras, they have no slash.
/// </summary>
internal static class GivenName
{
    /// <summary>Letters of the longest name.</summary>
    public const int MaxLength = 1024;

    /// <summary>The name of a layer or an input.</summary>
    /// <param name="owner">Whose name it is, for the message.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">It has a slash, or is no name at all.</exception>
    public static string OfPart(string owner, string name)
    {
        if (!name.Contains('/')) return OfAny(owner, name);
        throw Wrong(owner, "without a slash, which stands between the parts of a path,", name);
    }

    /// <summary>The name of anything else, such as a weight, a loss or an output.</summary>
    /// <exception cref="ArgumentException">It is too long, or holds control characters or halves of characters.</exception>
    public static string OfAny(string owner, string name)
    {
        if (name.Length > MaxLength) throw Wrong(owner, $"of at most {MaxLength:N0} letters", name);
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i])) throw Wrong(owner, "without control characters such as line ends", name);
            if (!char.IsSurrogate(name[i])) continue;
            if (!char.IsSurrogatePair(name, i)) throw Wrong(owner, "of whole characters, no halves of surrogate pairs,", name);
            i++;
        }

        return name;
    }

    /// <summary>Whether every character of a text is a whole one, so that it can be written as UTF-8.</summary>
    public static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }

    private static ArgumentException Wrong(string owner, string expected, string name) =>
        new($"{owner}: expected a name {expected} but got '{Shown(name)}'.", nameof(name));

    // What cannot be shown is escaped: U+000A for a line end.
    private static string Shown(string name) => string.Concat(NearestName.Shown(name).Select(
        letter => char.IsControl(letter) || char.IsSurrogate(letter) ? $"<U+{(int)letter:X4}>" : letter.ToString()));
}
