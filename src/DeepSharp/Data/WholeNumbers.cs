using System.Numerics;
using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Whole numbers as floats, which hold 24 binary digits of them.</summary>
internal static class WholeNumbers
{
    private const int Digits = 24;

    private const int Largest = 1 << Digits;

    /// <exception cref="ArgumentOutOfRangeException">A float does not hold a value exactly.</exception>
    public static void RequireExact(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty || (TensorPrimitives.Min(values) >= -Largest && TensorPrimitives.Max(values) <= Largest)) return;
        for (int i = 0; i < values.Length; i++)
        {
            if (!IsExact(values[i])) throw Refuse(i, values[i]);
        }
    }

    /// <summary>The exception for a value that a float would round.</summary>
    public static ArgumentOutOfRangeException Refuse(int place, long value) => new(
        "values",
        $"DataArray: expected whole numbers that floats hold exactly, as all up to {Largest} are, but value {place} is {value}, which " +
        "as a float would lose digits. Of time stamps take differences, such as (float)(time - first); number ids from 0 again; scale " +
        "amounts as doubles: (float)((value - mean) / deviation).");

    private static bool IsExact(int value)
    {
        uint magnitude = (uint)Math.Abs((long)value);
        return value == 0 || 32 - BitOperations.LeadingZeroCount(magnitude) - BitOperations.TrailingZeroCount(magnitude) <= Digits;
    }
}
