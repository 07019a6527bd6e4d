using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>What <c>Fit</c> and its kin ask of their options before they begin.</summary>
internal static class DataCheck
{
    /// <summary>Samples a step where nothing is said; Keras's default.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>The tensors of one batch must have equally many samples.</summary>
    public static void Batch(string method, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank > 0 && x.Shape[0] == 0)
        {
            throw new ArgumentException($"{method}: expected at least one sample but got x of shape {x.Shape}.");
        }

        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y.Shape[0])
        {
            throw new ArgumentException(
                $"{method}: expected x and y with the same number of samples on the first axis but got shapes {x.Shape} and {y.Shape}.");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static int BatchSize(string method, int? batchSize) =>
        AtLeast(method, 1, batchSize ?? DefaultBatchSize, "a batch size of 1 or more", nameof(batchSize));

    /// <summary>
    /// Samples a step; where only the number of steps is given, so many that these are a pass over the data (Keras's rule).
    /// </summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="batchSize">As given.</param>
    /// <param name="samples">In the data.</param>
    /// <param name="steps">As given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static int BatchSize(string method, int? batchSize, int samples, int? steps) =>
        batchSize is null && steps is { } count
            ? Math.Max(1, (int)(((long)samples + count - 1) / count))
            : BatchSize(method, batchSize);

    /// <exception cref="ArgumentException">There is a null among the callbacks.</exception>
    public static Callback[] Callbacks(string method, IReadOnlyList<Callback>? callbacks)
    {
        Callback[] list = [.. callbacks ?? []];
        int empty = Array.IndexOf(list, null);
        if (empty < 0) return list;
        throw new ArgumentException(
            $"{method}: expected a callback in every place of callbacks but number {empty} is null.", nameof(callbacks));
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is below the least.</exception>
    public static int AtLeast(
        string method, int least, int value, string expected, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, $"{method}: expected {expected} but got {value}.");
}
