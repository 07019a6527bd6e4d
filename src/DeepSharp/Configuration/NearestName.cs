namespace DeepSharp;

/// <summary>Finds what somebody meant who wrote a name that does not exist: <c>relu</c> for <c>rleu</c>.</summary>
internal static class NearestName
{
    // Longer ones come from damaged files, and the work grows with the length.
    private const int Longest = 64;

    /// <summary>The beginning of a sentence, <c>Did you mean 'relu'? </c>, or nothing where no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Of(name, known) is { } nearest ? $"Did you mean '{nearest}'? " : "";

    /// <summary>A name as messages show it: its beginning, where it is longer than any that makes sense.</summary>
    public static string Shown(string name) => name.Length > Longest ? name[..Longest] + "..." : name;

    /// <summary>The name with the fewest changes of letters from the one given, if about a third of its letters at most differ.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > Longest) return null;
        string wanted = Plain(name);
        (string? nearest, (int, int) fewest) = (null, (Math.Max(1, wanted.Length / 3), int.MaxValue));
        foreach (string candidate in known)
        {
            if (candidate.Length > Longest) continue;

            // Of names that differ in case only, the one that is written alike.
            (int, int) changes = (Changes(wanted, Plain(candidate)), Changes(name, candidate));
            if (changes.CompareTo(fewest) < 0) (nearest, fewest) = (candidate, changes);
        }

        return nearest;
    }

    /// <summary>Without what does not make names differ: 'HeNormal' is 'he_normal'.</summary>
    public static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    // Letters added, left out, replaced or swapped with their neighbour: the optimal string alignment distance, row by row.
    private static int Changes(string from, string to)
    {
        int[,] changes = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++) changes[i, 0] = i;
        for (int j = 0; j <= to.Length; j++) changes[0, j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = changes[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                int least = Math.Min(replaced, Math.Min(changes[i - 1, j], changes[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                changes[i, j] = isSwapped ? Math.Min(least, changes[i - 2, j - 2] + 1) : least;
            }
        }

        return changes[from.Length, to.Length];
    }
}
