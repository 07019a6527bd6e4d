namespace DeepSharp;

public static partial class Utils
{
    /// <summary>Windows over a series, as batches for <c>Fit</c>: Keras's <c>timeseries_dataset_from_array</c>.</summary>
    /// <remarks>
    /// <para>The window of number i begins at step i, and its target is number i of <paramref name="targets"/>: give those of the step
    /// that is to be foretold, moved to the front. Windows that would go beyond the series, or have no target, are left out.</para>
    /// <para>The batches can be gone through again and again, once an epoch. Each is made when it is asked for, in its own arrays.</para>
    /// </remarks>
    /// <param name="data">Steps along the first axis: (steps, features), or any shape.</param>
    /// <param name="targets">One for each window, by its beginning; null for batches without.</param>
    /// <param name="sequenceLength">Steps in a window, 1 or more.</param>
    /// <param name="sequenceStride">Steps from one window to the next, 1 or more.</param>
    /// <param name="samplingRate">Steps of the series from one step of a window to the next, 1 or more.</param>
    /// <param name="batchSize">Windows a batch, 1 or more; the last batch may have fewer.</param>
    /// <param name="shuffle">Whether windows come in another order each time.</param>
    /// <param name="seed">Of the order; null for the process's stream.</param>
    /// <param name="startIndex">The first step that is used; null for the first.</param>
    /// <param name="endIndex">The step before which the use ends; null for all.</param>
    /// <returns>Batches of shape (batchSize, sequenceLength, features) and their targets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">There is not one window.</exception>
    /// <example><code>
    /// // What comes a step after 24 known ones.
    /// IEnumerable&lt;Batch&gt; windows = Utils.TimeSeriesDatasetFromArray(series[..^1], series[24..], sequenceLength: 24);
    /// model.Fit(windows, epochs: 10);
    /// </code></example>
    public static IEnumerable<Batch> TimeSeriesDatasetFromArray(
        DataArray data, DataArray? targets, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int batchSize = 128,
        bool shuffle = false, long? seed = null, int? startIndex = null, int? endIndex = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequirePositive(sequenceLength, nameof(sequenceLength));
        RequirePositive(sequenceStride, nameof(sequenceStride));
        RequirePositive(samplingRate, nameof(samplingRate));
        RequirePositive(batchSize, nameof(batchSize));
        int start = startIndex ?? 0, end = endIndex ?? data.Count;
        if (start < 0 || end > data.Count || start >= end)
        {
            throw new ArgumentOutOfRangeException(
                nameof(startIndex),
                $"TimeSeriesDatasetFromArray: expected startIndex before endIndex within {data.Count} steps but got {start} and {end}.");
        }

        DataArray series = data[start..end];
        DataArray? wanted = targets?[Math.Min(start, targets.Count)..Math.Min(end, targets.Count)];
        long windows = Math.Min(series.Count - (sequenceLength - 1L) * samplingRate, wanted?.Count ?? long.MaxValue);
        if (windows < 1)
        {
            throw new ArgumentException(
                $"TimeSeriesDatasetFromArray: expected at least one window, but {sequenceLength} steps at a rate of {samplingRate} are " +
                $"not in {series.Count} steps with " +
                $"{wanted?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} targets.");
        }

        var order = new int[(windows + sequenceStride - 1) / sequenceStride];
        for (int i = 0; i < order.Length; i++) order[i] = i * sequenceStride;
        RandomStream? random = shuffle ? DeepSharpRuntime.CreateStream(seed) : null;
        return new WindowBatches(series, wanted, order, sequenceLength, samplingRate, batchSize, random);
    }

    private static void RequirePositive(int value, string argument)
    {
        if (value >= 1) return;
        throw new ArgumentOutOfRangeException(argument, $"TimeSeriesDatasetFromArray: expected {argument} of 1 or more but got {value}.");
    }
}
