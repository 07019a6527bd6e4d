namespace DeepSharp.Layers;

/// <summary>What layers learn from: data as it is, or the inputs of batches as <c>Fit</c> takes them.</summary>
internal static class AdaptData
{
    /// <summary>The inputs of batches, one array each.</summary>
    /// <exception cref="ArgumentException">A batch has several inputs.</exception>
    public static IEnumerable<DataArray> Of(Layer layer, IEnumerable<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Inputs(layer, batches);
    }

    /// <summary>One array as the only batch.</summary>
    public static DataArray[] Of(DataArray data) => [data ?? throw new ArgumentNullException(nameof(data))];

    /// <summary>A batch that is there and has samples of numbers.</summary>
    /// <exception cref="ArgumentException">It is null or of strings.</exception>
    public static DataArray RequireNumbers(Layer layer, DataArray? batch) => Require(layer, batch, wantsStrings: false);

    /// <summary>A batch that is there and has samples of strings.</summary>
    /// <exception cref="ArgumentException">It is null or of numbers.</exception>
    public static DataArray RequireStrings(Layer layer, DataArray? batch) => Require(layer, batch, wantsStrings: true);

    private static DataArray Require(Layer layer, DataArray? batch, bool wantsStrings)
    {
        string wanted = wantsStrings ? "strings" : "numbers";
        string who = $"{LayerArguments.Describe(layer)}, Adapt";
        if (batch is null) throw new ArgumentException($"{who}: expected batches of {wanted} but one is null.");
        return batch.DType.IsString == wantsStrings
            ? batch
            : throw new ArgumentException($"{who}: expected {wanted} but got data of {batch.DType}.");
    }

    private static IEnumerable<DataArray> Inputs(Layer layer, IEnumerable<Batch> batches)
    {
        foreach (Batch batch in batches)
        {
            if (batch?.X is not [var data])
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(layer)}, Adapt: expected batches with one input but got " +
                    $"{(batch is null ? "null" : $"one with {batch.X.Count}")}. " +
                    "Take the one that the layer is for: batches.Select(batch => batch.X[0]).");
            }

            yield return data;
        }
    }
}
