using System.Globalization;

namespace DeepSharp;

/// <summary>A number as the program has it written: 0.999f given as a double is 0.99900001287, but 0.999 is meant.</summary>
internal static class WrittenNumber
{
    // The longest text of a float, -1.17549435E-38, and room.
    private const int LongestText = 32;

    /// <summary>A double that is a float: the double with its shortest text. Any other: itself.</summary>
    public static double Of(double value)
    {
        float single = (float)value;
        return single == value ? OfSingle(single) : value;
    }

    /// <summary>The float nearest to a double, as the double with its shortest text; a double beyond the floats: itself.</summary>
    public static double Rounded(double value) => float.IsFinite((float)value) ? OfSingle((float)value) : value;

    /// <inheritdoc cref="Rounded(double)"/>
    public static double? Rounded(double? value) => value is { } number ? Rounded(number) : null;

    // Without a string: rates are read in every step.
    private static double OfSingle(float single)
    {
        Span<char> text = stackalloc char[LongestText];
        if (!single.TryFormat(text, out int length, default, CultureInfo.InvariantCulture)) return single;
        double written = double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
        return (float)written == single ? written : single;
    }
}
