using System.Globalization;

namespace DeepSharp;

public static partial class Utils
{
    /// <summary>Splits samples into two parts, such as those to train with and those to test with.</summary>
    /// <param name="dataset">One array or several of as many samples, in order or by name; both parts are like it.</param>
    /// <param name="leftSize">Samples on the left: a share where below 1, else a number of them; null for all that are not right.</param>
    /// <param name="rightSize">The same on the right. One of the two has to be given.</param>
    /// <param name="shuffle">Whether samples are chosen at random; else the first ones are left.</param>
    /// <param name="seed">Makes the choice the same in every run; null for the seed of <see cref="SetRandomSeed"/>.</param>
    /// <returns>Views of the data; where <paramref name="shuffle"/> is true, copies.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is not above 0, or one part would have no samples.</exception>
    /// <exception cref="ArgumentException">No size is given, or the arrays differ in their number of samples.</exception>
    /// <example><code>
    /// (DataGroup train, DataGroup test) = Utils.SplitDataset(images, leftSize: 0.8, shuffle: true, seed: 1);
    /// </code></example>
    public static (DataGroup Left, DataGroup Right) SplitDataset(
        DataGroup dataset, double? leftSize = null, double? rightSize = null, bool shuffle = false, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int samples = SamplesOf(dataset);
        (int left, int right) = SplitSizes(leftSize, rightSize, samples);
        if (!shuffle) return (Each(dataset, array => array[..left]), Each(dataset, array => array[left..(left + right)]));

        var order = new int[samples];
        for (int i = 0; i < samples; i++) order[i] = i;
        DeepSharpRuntime.CreateStream(seed).Shuffle(order);
        return (
            Each(dataset, array => array.Gather(order.AsSpan(0, left))),
            Each(dataset, array => array.Gather(order.AsSpan(left, right))));
    }

    /// <summary>The same for inputs and targets, which stay together.</summary>
    /// <inheritdoc cref="SplitDataset(DataGroup, double?, double?, bool, long?)"/>
    /// <param name="x">The inputs.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="leftSize">Samples on the left: a share where below 1, else a number of them; null for all that are not right.</param>
    /// <param name="rightSize">The same on the right. One of the two has to be given.</param>
    /// <param name="shuffle">Whether samples are chosen at random; else the first ones are left.</param>
    /// <param name="seed">Makes the choice the same in every run; null for the seed of <see cref="SetRandomSeed"/>.</param>
    /// <example><code>
    /// var (train, test) = Utils.SplitDataset(images, labels, leftSize: 0.8, shuffle: true);
    /// model.Fit(train.X, train.Y, validationData: test);
    /// </code></example>
    public static ((DataGroup X, DataGroup Y) Left, (DataGroup X, DataGroup Y) Right) SplitDataset(
        DataGroup x, DataGroup y, double? leftSize = null, double? rightSize = null, bool shuffle = false, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        (DataGroup left, DataGroup right) = SplitDataset(new DataGroup([.. x, .. y]), leftSize, rightSize, shuffle, seed);
        return ((Part(left, x, 0), Part(left, y, x.Count)), (Part(right, x, 0), Part(right, y, x.Count)));
    }

    private static DataGroup Part(DataGroup all, DataGroup like, int first)
    {
        int next = first;
        return Each(like, _ => all[next++]);
    }

    private static DataGroup Each(DataGroup group, Func<DataArray, DataArray> change)
    {
        DataArray[] arrays = [.. group.Select(change)];
        if (group.Names is not { } names) return new DataGroup(arrays);
        var named = new DataGroup();
        for (int i = 0; i < arrays.Length; i++) named[names[i]] = arrays[i];
        return named;
    }

    private static int SamplesOf(DataGroup dataset)
    {
        if (dataset.Count == 0) throw new ArgumentException("SplitDataset: expected at least one array but got none.", nameof(dataset));
        int samples = dataset[0].Count;
        if (dataset.All(array => array.Count == samples)) return samples;
        throw new ArgumentException(
            $"SplitDataset: expected arrays of as many samples each but got {string.Join(", ", dataset.Select(array => array.Count))}.",
            nameof(dataset));
    }

    private static (int Left, int Right) SplitSizes(double? leftSize, double? rightSize, int samples)
    {
        if (leftSize is null && rightSize is null)
        {
            throw new ArgumentException("SplitDataset: expected leftSize, rightSize or both but got neither. Write leftSize: 0.8.");
        }

        double? left = Samples(leftSize, samples, nameof(leftSize)), right = Samples(rightSize, samples, nameof(rightSize));
        double onLeft = left ?? samples - right!.Value, onRight = right ?? samples - onLeft;
        if (onLeft > 0 && onRight > 0 && onLeft + onRight <= samples) return ((int)onLeft, (int)onRight);
        throw new ArgumentOutOfRangeException(
            left is null ? nameof(rightSize) : nameof(leftSize),
            string.Create(
                CultureInfo.InvariantCulture,
                $"SplitDataset: expected two parts of at least one sample each and of {samples} together but leftSize {Shown(leftSize)} " +
                $"and rightSize {Shown(rightSize)} would make parts of {onLeft} and {onRight}."));
    }

    // Keras rounds shares to the nearest even number where they lie between two.
    private static double? Samples(double? size, int samples, string name)
    {
        if (size is not { } given) return null;
        if (given > 0 && given < 1) return Math.Round(given * samples, MidpointRounding.ToEven);
        if (given >= 1 && given == Math.Floor(given) && given <= samples) return given;
        throw new ArgumentOutOfRangeException(
            name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SplitDataset: expected a share between 0 and 1 or a whole number of the {samples} samples for {name} but got {given}."));
    }

    private static string Shown(double? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
