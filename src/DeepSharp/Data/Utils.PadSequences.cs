namespace DeepSharp;

public static partial class Utils
{
    /// <summary>Sequences of token ids, brought to one length: what an <c>Embedding</c> takes.</summary>
    /// <param name="sequences">Ids of any length each: <c>int[][]</c>, lists of arrays, lists of lists.</param>
    /// <param name="maxlen">The length, 1 or more; null for that of the longest.</param>
    /// <param name="padding">Where <paramref name="value"/> is put in: <c>"pre"</c>, before the ids, or <c>"post"</c>, after them.</param>
    /// <param name="truncating">Which ids of a longer sequence go: <c>"pre"</c>, the first ones, or <c>"post"</c>, the last.</param>
    /// <param name="value">Stands where there are no ids; 0 is what <c>maskZero: true</c> masks.</param>
    /// <returns>Ids of shape (sequences, maxlen), kept as ints.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxlen"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There is no sequence, one is null, or a word is neither "pre" nor "post".</exception>
    /// <exception cref="ShapeException">There would be more ids than one tensor holds.</exception>
    /// <example><code>
    /// DataArray reviews = Utils.PadSequences([[7, 12], [3, 9, 4, 1]], maxlen: 3);   // 0 7 12 and 9 4 1
    /// </code></example>
    public static DataArray PadSequences(
        IEnumerable<IReadOnlyList<int>> sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", int value = 0)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        bool padsBefore = IsPre(padding, nameof(padding)), cutsBefore = IsPre(truncating, nameof(truncating));
        IReadOnlyList<int>[] all = [.. sequences];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] is null) throw new ArgumentException($"PadSequences: expected sequences but number {i} is null.", nameof(sequences));
        }

        if (all.Length == 0) throw new ArgumentException("PadSequences: expected at least one sequence but got none.", nameof(sequences));
        int length = maxlen ?? Math.Max(1, all.Max(sequence => sequence.Count));
        if (length < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxlen), $"PadSequences: expected maxlen of 1 or more but got {length}.");
        }

        Shape shape = [all.Length, length];
        var ids = new int[shape.Size];
        Array.Fill(ids, value);
        for (int i = 0; i < all.Length; i++)
        {
            int kept = Math.Min(length, all[i].Count), from = cutsBefore ? all[i].Count - kept : 0;
            Span<int> row = ids.AsSpan(i * length + (padsBefore ? length - kept : 0), kept);
            for (int k = 0; k < kept; k++) row[k] = all[i][from + k];
        }

        return DataArray.From(ids, shape);
    }

    /// <summary>The same from arrays, which F# does not take for lists.</summary>
    /// <inheritdoc cref="PadSequences(IEnumerable{IReadOnlyList{int}}, int?, string, string, int)"/>
    public static DataArray PadSequences(
        int[][] sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", int value = 0) =>
        PadSequences((IEnumerable<IReadOnlyList<int>>)sequences, maxlen, padding, truncating, value);

    private static bool IsPre(string word, string argument) => word switch
    {
        "pre" => true,
        "post" => false,
        _ => throw new ArgumentException($"PadSequences, {argument}: expected \"pre\" or \"post\" but got \"{word}\".", argument),
    };
}
