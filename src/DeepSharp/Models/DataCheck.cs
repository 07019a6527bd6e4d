namespace DeepSharp;

/// <summary>What <c>Fit</c> and its kin ask of their data before they begin.</summary>
internal static class DataCheck
{
    /// <summary>Samples a step where nothing is said; Keras's default.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>Inputs and targets must be equally many, and not none.</summary>
    public static void Pair(string method, DataArray x, DataArray y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
        {
            throw new ArgumentException($"{method}: x has {x.Count} samples but y has {y.Count} (shapes {x.Shape} and {y.Shape}). Give one target for each input.");
        }

        if (x.Count == 0) throw new ArgumentException($"{method}: expected at least one sample but got x of shape {x.Shape}.");
    }

    /// <summary>The same of the tensors of one batch.</summary>
    public static void Batch(string method, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y.Shape[0])
        {
            throw new ArgumentException($"{method}: expected x and y with the same number of samples on the first axis but got shapes {x.Shape} and {y.Shape}.");
        }
    }

    public static void BatchSize(string method, int? batchSize)
    {
        if (batchSize is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), $"{method}: expected a batch size of 1 or more but got {batchSize}.");
        }
    }
}
