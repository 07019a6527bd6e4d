namespace DeepSharp;

/// <summary>What the groups that are filled by name have in common: <c>new() { ["left"] = left, ["right"] = right }</c>.</summary>
internal static class NamedEntries
{
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static T Get<T>(string group, string[]? names, T[] entries, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int place = names is null ? -1 : Array.IndexOf(names, name);
        if (place >= 0) return entries[place];
        string known = names is null ? "none, since its entries go by their order" : string.Join(", ", names);
        throw new KeyNotFoundException($"{group}: no entry named '{name}'. Available: {known}.");
    }

    /// <summary>Makes an entry, or puts another one in its place.</summary>
    /// <exception cref="InvalidOperationException">There are entries without names.</exception>
    public static void Set<T>(string group, ref string[]? names, ref T[] entries, string name, T entry)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (names is null && entries.Length > 0)
        {
            throw new InvalidOperationException(
                $"{group}: expected entries that all have names, or none, but '{name}' is set where {entries.Length} go by their order. " +
                $"Begin with new {group}().");
        }

        // Into new arrays: whoever enumerates the old ones, or was given them, keeps what it has.
        int place = names is null ? -1 : Array.IndexOf(names, name);
        if (place < 0)
        {
            (names, entries) = ([.. names ?? [], name], [.. entries, entry]);
            return;
        }

        entries = [.. entries];
        entries[place] = entry;
    }
}
