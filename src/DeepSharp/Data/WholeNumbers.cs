using System.Numerics;
using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Whole numbers as floats, which hold 24 binary digits of them.</summary>
internal static class WholeNumbers
{
    private const int Digits = 24;

    private const int Largest = 1 << Digits;

    // A label of a sample is looked at sooner by itself.
    private const int Long = 16;

    /// <summary>The place of the first value that a float does not hold exactly; -1 if there is none.</summary>
    public static int FirstInexact<T>(ReadOnlySpan<T> values) where T : struct, IBinaryInteger<T>, ISignedNumber<T>
    {
        T most = T.CreateTruncating(Largest);
        if (values.Length >= Long && TensorPrimitives.Min(values) >= -most && TensorPrimitives.Max(values) <= most) return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if ((values[i] > most || values[i] < -most) && !IsExact(long.CreateTruncating(values[i]))) return i;
        }

        return -1;
    }

    /// <summary>The exception for a value that a float would round.</summary>
    /// <param name="who">Who wants floats: <c>DataArray</c>, or <c>Fit, x</c>.</param>
    /// <param name="place">Which value it is.</param>
    /// <param name="value">The value.</param>
    public static ArgumentOutOfRangeException Refuse(string who, string place, long value) => new(
        "values",
        $"{who}: expected whole numbers that floats hold exactly, as all up to {Largest} are, but {place} is {value}, which " +
        "as a float would lose digits. Of time stamps take differences, such as (float)(time - first); number ids from 0 again; scale " +
        "amounts as doubles: (float)((value - mean) / deviation). A layer that works on data, such as Hashing, takes them as they are.");

    private static bool IsExact(long value)
    {
        ulong magnitude = value < 0 ? (ulong)-value : (ulong)value;
        return value == 0 || 64 - BitOperations.LeadingZeroCount(magnitude) - BitOperations.TrailingZeroCount(magnitude) <= Digits;
    }
}
