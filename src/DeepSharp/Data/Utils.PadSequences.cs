using System.Runtime.CompilerServices;

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
        (int[] ids, Shape shape) = Pad(sequences, maxlen, padding, truncating, value);
        return DataArray.From(ids, shape);
    }

    /// <summary>The same from arrays, which F# does not take for lists.</summary>
    /// <inheritdoc cref="PadSequences(IEnumerable{IReadOnlyList{int}}, int?, string, string, int)"/>
    [OverloadResolutionPriority(1)] // of [] and of numbers that are ints as they stand
    public static DataArray PadSequences(
        int[][] sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", int value = 0) =>
        PadSequences((IEnumerable<IReadOnlyList<int>>)sequences, maxlen, padding, truncating, value);

    /// <summary>The same of numbers that are no ids, kept as floats.</summary>
    /// <inheritdoc cref="PadSequences(IEnumerable{IReadOnlyList{int}}, int?, string, string, int)"/>
    /// <example><code>
    /// DataArray series = Utils.PadSequences(new[] { new[] { 0.5f }, new[] { 1.5f, 2.5f } }, padding: "post");   // 0.5 0 and 1.5 2.5
    /// </code></example>
    public static DataArray PadSequences(
        float[][] sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", float value = 0)
    {
        (float[] numbers, Shape shape) = Pad(sequences, maxlen, padding, truncating, value);
        return DataArray.From(numbers, shape);
    }

    /// <summary>The same of words, kept as strings.</summary>
    /// <inheritdoc cref="PadSequences(IEnumerable{IReadOnlyList{int}}, int?, string, string, int)"/>
    /// <example><code>
    /// DataArray words = Utils.PadSequences(new[] { new[] { "a", "cat" }, new[] { "dogs" } });   // a cat and "" dogs
    /// </code></example>
    public static DataArray PadSequences(
        string[][] sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", string value = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        (string[] words, Shape shape) = Pad(sequences, maxlen, padding, truncating, value);
        return DataArray.From(words, shape);
    }

    /// <summary>Sequences whose steps are vectors, or anything else of one shape, brought to one length.</summary>
    /// <param name="sequences">Tensors of shape (steps, ...): all but the number of steps is the same.</param>
    /// <param name="maxlen">The length, 1 or more; null for that of the longest.</param>
    /// <param name="padding">
    /// Where <paramref name="value"/> is put in: <c>"pre"</c>, before the steps, or <c>"post"</c>, after them.
    /// </param>
    /// <param name="truncating">Which steps of a longer sequence go: <c>"pre"</c>, the first ones, or <c>"post"</c>, the last.</param>
    /// <param name="value">Stands where there are no steps.</param>
    /// <returns>A tensor of shape (sequences, maxlen, ...).</returns>
    /// <inheritdoc cref="PadSequences(IEnumerable{IReadOnlyList{int}}, int?, string, string, int)" path="/exception"/>
    /// <example><code>
    /// Tensor series = Utils.PadSequences([Tensor.Ones([3, 8]), Tensor.Ones([5, 8])], padding: "post");   // (2, 5, 8)
    /// </code></example>
    public static Tensor PadSequences(
        IEnumerable<Tensor> sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", double value = 0)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        Tensor[] all = [.. sequences];
        Shape? step = all.Length == 0 || all[0] is null || all[0].Shape.Rank == 0 ? null : all[0].Shape[1..];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] is null) throw NoSequence(i, nameof(sequences));
            if (all[i].Shape.Rank > 0 && step is { } wanted && all[i].Shape[1..] == wanted) continue;
            throw new ShapeException(
                $"PadSequences: expected sequences of shape (steps, ...) that are alike in all but their steps, but number {i} has " +
                $"{all[i].Shape} and number 0 {all[0].Shape}.");
        }

        var lengths = new int[all.Length];
        for (int i = 0; i < all.Length; i++) lengths[i] = all[i].Shape[0];
        int length = LengthOf(lengths, maxlen, nameof(sequences));
        bool padsBefore = IsPre(padding, nameof(padding)), cutsBefore = IsPre(truncating, nameof(truncating));
        Tensor padded = Tensor.Full(step!.Value.Prepend(length).Prepend(all.Length), (float)value);
        int size = step.Value.Size;
        for (int i = 0; i < all.Length; i++)
        {
            (int from, int to, int kept) = Place(lengths[i], length, padsBefore, cutsBefore);
            all[i].Values.Slice(from * size, kept * size).CopyTo(padded.Values[((i * length + to) * size)..]);
        }

        return padded;
    }

    private static (T[] Values, Shape Shape) Pad<T>(
        IEnumerable<IReadOnlyList<T>> sequences, int? maxlen, string padding, string truncating, T value)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        bool padsBefore = IsPre(padding, nameof(padding)), cutsBefore = IsPre(truncating, nameof(truncating));
        IReadOnlyList<T>[] all = [.. sequences];
        var lengths = new int[all.Length];
        for (int i = 0; i < all.Length; i++) lengths[i] = all[i]?.Count ?? throw NoSequence(i, nameof(sequences));
        int length = LengthOf(lengths, maxlen, nameof(sequences));
        Shape shape = [all.Length, length];
        var values = new T[shape.Size];
        Array.Fill(values, value);
        for (int i = 0; i < all.Length; i++)
        {
            (int from, int to, int kept) = Place(lengths[i], length, padsBefore, cutsBefore);
            for (int k = 0; k < kept; k++) values[i * length + to + k] = all[i][from + k];
        }

        return (values, shape);
    }

    private static int LengthOf(int[] lengths, int? maxlen, string argument)
    {
        if (lengths.Length == 0) throw new ArgumentException("PadSequences: expected at least one sequence but got none.", argument);
        int length = maxlen ?? Math.Max(1, lengths.Max());
        if (length >= 1) return length;
        throw new ArgumentOutOfRangeException(nameof(maxlen), $"PadSequences: expected maxlen of 1 or more but got {length}.");
    }

    // Where what is kept of a sequence begins, in it and in its row, and how much that is.
    private static (int From, int To, int Kept) Place(int count, int length, bool padsBefore, bool cutsBefore)
    {
        int kept = Math.Min(length, count);
        return (cutsBefore ? count - kept : 0, padsBefore ? length - kept : 0, kept);
    }

    private static bool IsPre(string word, string argument) => word switch
    {
        "pre" => true,
        "post" => false,
        _ => throw new ArgumentException($"PadSequences, {argument}: expected \"pre\" or \"post\" but got \"{word}\".", argument),
    };

    private static ArgumentException NoSequence(int number, string argument) =>
        new($"PadSequences: expected sequences but number {number} is null.", argument);
}
