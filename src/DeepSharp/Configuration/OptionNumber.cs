using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// Numbers of options, checked before they are kept. An option is the float that is computed with and that files hold, and files have no
/// infinity and no NaN: so what would not be a finite float is refused, also a double beyond the floats such as 1e300, and a range holds
/// for the float as well: 1e-50 is 0.
/// </summary>
internal static class OptionNumber
{
    /// <summary>The float nearest to a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static float Finite(string owner, double number, [CallerArgumentExpression(nameof(number))] string name = "")
    {
        float value = (float)number;
        return float.IsFinite(value) ? value : throw Refused(owner, number, $"{name} to be a finite number", name);
    }

    /// <summary>The float nearest to a number of 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static float NotNegative(string owner, double number, [CallerArgumentExpression(nameof(number))] string name = "")
    {
        float value = (float)number;
        return value is >= 0f and < float.PositiveInfinity
            ? value : throw Refused(owner, number, $"{name} to be a finite number of 0 or more", name);
    }

    /// <summary>The float nearest to a number from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public static float Share(string owner, double number, [CallerArgumentExpression(nameof(number))] string name = "")
    {
        float value = (float)number;
        return value is >= 0f and <= 1f ? value : throw Refused(owner, number, $"{name} from 0 to 1", name);
    }

    /// <summary>The float nearest to a number, of which a condition has to hold besides.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The condition does not hold, or the float is not finite.</exception>
    public static float Where(
        bool holds, string owner, double number, string expected, [CallerArgumentExpression(nameof(number))] string name = "")
    {
        float value = (float)number;
        if (holds && float.IsFinite(value)) return value;
        bool isInRange = holds && !expected.Contains("finite", StringComparison.Ordinal);
        throw Refused(owner, number, isInRange ? $"{expected}, and a finite number," : expected, name);
    }

    /// <summary>A number that is kept as a double and no part of a file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static double FiniteDouble(string owner, double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        double.IsFinite(number) ? number : throw Refused(owner, number, $"{name} to be a finite number", name);

    /// <summary>The exception for a number that is no such option.</summary>
    public static ArgumentOutOfRangeException Refused(string owner, double number, string expected, string name)
    {
        float value = (float)number;
        bool isRounded = value != number && double.IsFinite(number) && (float.IsInfinity(value) || value is 0f or 1f or -1f);
        return new ArgumentOutOfRangeException(
            name,
            $"{owner}: expected {expected} but got {WrittenNumber.Of(number)}{(isRounded ? $", which is {value} as a float" : "")}.");
    }
}
