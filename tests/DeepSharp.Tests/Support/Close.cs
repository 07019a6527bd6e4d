namespace DeepSharp.Tests;

/// <summary>Comparison of floats with a double-precision reference.</summary>
public static class Close
{
    /// <summary>Asserts |actual − expected| ≤ relative·|expected| + absolute, NaN and infinities being equal to themselves.</summary>
    public static void Assert(double expected, float actual, double relative, double absolute, Func<string> where)
    {
        if (double.IsNaN(expected) ? float.IsNaN(actual) : (float)expected == actual) return;
        double error = Math.Abs(actual - expected);
        if (error <= relative * Math.Abs(expected) + absolute) return;
        Xunit.Assert.Fail($"{where()}: expected {expected:R} but got {actual:R}, an error of {error:G3}.");
    }

    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double relative, double absolute, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            int at = i;
            Assert(expected[i], actual[i], relative, absolute, () => $"{what} [{at}]");
        }
    }
}
