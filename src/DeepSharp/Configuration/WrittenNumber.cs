using System.Globalization;

namespace DeepSharp;

/// <summary>A number as the program has it written: 0.999f given as a double is 0.99900001287, but 0.999 is meant.</summary>
internal static class WrittenNumber
{
    /// <summary>A double that is a float: the double with its shortest text. Any other: itself.</summary>
    public static double Of(double value)
    {
        float single = (float)value;
        return single == value ? double.Parse(single.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
    }
}
