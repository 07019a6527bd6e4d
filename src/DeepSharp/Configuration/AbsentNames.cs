namespace DeepSharp;

/// <summary>
/// Names of Keras 3.15 for which there is nothing here; those that come may stay in it. Whoever writes
/// one meant it: a name that is merely near, <c>acc</c> for <c>AUC</c>, would lead astray.
/// </summary>
internal static class AbsentNames
{
    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        ["optimizer"] = ["MultiOptimizer"],
        ["layer"] = ["Lambda"],
    };

    /// <summary>The kinds of things of which some names are absent.</summary>
    public static IEnumerable<string> Kinds => s_names.Keys;

    /// <summary>The names of a kind, as Keras writes its classes.</summary>
    public static IReadOnlyList<string> Of(string kind) => s_names.GetValueOrDefault(kind, []);

    /// <summary>
    /// The middle of a message about an unknown name: that it is Keras's and not here yet, or which name is near; nothing where none is.
    /// </summary>
    public static string Hint(string kind, string name, IEnumerable<string> known)
    {
        string wanted = NearestName.Plain(name);
        bool isHere = known.Any(present => NearestName.Plain(present) == wanted);
        return !isHere && Of(kind).Any(absent => NearestName.Plain(absent) == wanted)
            ? "Keras has it; it is not here yet. " : NearestName.Hint(name, known);
    }
}
