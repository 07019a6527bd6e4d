namespace DeepSharp.Tests;

/// <summary>Reproducible inputs, and comparison with what a reference computed in double precision.</summary>
public static class TestData
{
    public static float[] Uniform(int length, int seed, float minimum = -1f, float maximum = 1f)
    {
        var random = new System.Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) values[i] = minimum + (maximum - minimum) * random.NextSingle();
        return values;
    }

    /// <summary>|got - want| within <paramref name="absolute"/> + <paramref name="relative"/>·|want|; NaN matches NaN.</summary>
    public static void AssertClose(ReadOnlySpan<double> want, ReadOnlySpan<float> got, double absolute, double relative, string what)
    {
        Assert.Equal(want.Length, got.Length);
        for (int i = 0; i < want.Length; i++)
        {
            bool close = double.IsNaN(want[i])
                ? float.IsNaN(got[i])
                : want[i] == got[i] || Math.Abs(got[i] - want[i]) <= absolute + relative * Math.Abs(want[i]);
            if (!close) Assert.Fail($"{what}: value {i} of {want.Length} is {got[i]:R}, the reference says {want[i]:R}.");
        }
    }

    /// <summary>Equal bit for bit.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> want, ReadOnlySpan<float> got, string what)
    {
        Assert.Equal(want.Length, got.Length);
        for (int i = 0; i < want.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(want[i]) != BitConverter.SingleToInt32Bits(got[i]))
            {
                Assert.Fail($"{what}: value {i} of {want.Length} is {got[i]:R} and was {want[i]:R}.");
            }
        }
    }
}
