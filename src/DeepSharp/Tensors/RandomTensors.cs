using System.Globalization;

namespace DeepSharp;

/// <summary>Fills tensors with random numbers, after a look at the arguments in the name of whoever was called.</summary>
internal static class RandomTensors
{
    // Normal numbers of 32 random bits lie within 6.7 deviations of the mean.
    private const double LargestNormal = 7;

    // Beyond, floats do not hold every whole number.
    private const int LargestInteger = 1 << 24;

    /// <summary>Normal numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation negative, or the numbers are no floats.
    /// </exception>
    public static Tensor Normal(string who, Tensor tensor, RandomStream random, double mean, double stddev)
    {
        CheckNormal(who, random, mean, stddev);
        random.FillNormal(tensor.Span, mean, stddev);
        return tensor;
    }

    /// <summary>Normal numbers of which those beyond two deviations from the mean are drawn again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation negative, or the numbers are no floats.
    /// </exception>
    public static Tensor TruncatedNormal(string who, Tensor tensor, RandomStream random, double mean, double stddev)
    {
        CheckNormal(who, random, mean, stddev);
        random.FillTruncatedNormal(tensor.Span, mean, stddev);
        return tensor;
    }

    /// <summary>Uniform numbers from a minimum to below a maximum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or falls.</exception>
    public static Tensor Uniform(string who, Tensor tensor, RandomStream random, double minval, double maxval)
    {
        ArgumentNullException.ThrowIfNull(random);
        (float low, float high) = ((float)minval, (float)maxval);
        if (!float.IsFinite(low) || !float.IsFinite(high - low) || low > high)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxval),
                string.Create(CultureInfo.InvariantCulture,
                    $"{who}: expected a minval and a maxval that are finite floats, as their distance, the first not above the other, " +
                    $"but got {minval} and {maxval}."));
        }

        random.FillUniform(tensor.Span, minval, maxval);
        return tensor;
    }

    /// <summary>Whole numbers from a minimum to before a maximum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number, or a float does not hold some.</exception>
    public static Tensor Integers(string who, Tensor tensor, RandomStream random, int minval, int maxval)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (minval >= maxval)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxval), $"{who}: expected a maxval, which itself does not come, above minval, but got {minval} and {maxval}.");
        }

        if (minval < -LargestInteger || maxval > LargestInteger + 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minval),
                $"{who}: expected numbers within ±{LargestInteger:N0}, where floats hold every whole number, but got minval {minval} and " +
                $"maxval {maxval}.");
        }

        Span<float> values = tensor.Span;
        for (int i = 0; i < values.Length; i++) values[i] = minval + random.NextInt(maxval - minval);
        return tensor;
    }

    private static void CheckNormal(string who, RandomStream random, double mean, double stddev)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!float.IsFinite((float)mean))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mean), string.Create(CultureInfo.InvariantCulture, $"{who}: expected a finite mean but got {mean}."));
        }

        if (!(stddev >= 0) || !float.IsFinite((float)stddev))
        {
            throw new ArgumentOutOfRangeException(
                nameof(stddev),
                string.Create(CultureInfo.InvariantCulture, $"{who}: expected a finite stddev of 0 or more but got {stddev}."));
        }

        if (float.IsFinite((float)(Math.Abs(mean) + LargestNormal * stddev))) return;
        throw new ArgumentOutOfRangeException(
            nameof(stddev),
            string.Create(CultureInfo.InvariantCulture,
                $"{who}: expected a mean and a stddev whose numbers are floats, up to 3.4e38, but got {mean} and {stddev}. " +
                $"Choose smaller ones."));
    }
}
