namespace DeepSharp.Tests;

/// <summary>Repeatable test data.</summary>
public static class Samples
{
    /// <summary>Numbers uniform in [-scale, scale), the same for the same seed.</summary>
    public static float[] Uniform(int length, int seed, float scale = 1)
    {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (random.NextSingle() * 2 - 1) * scale;
        return values;
    }

    /// <summary>Few different small integers, so that ties are common and sums are exact.</summary>
    public static float[] Integers(int length, int seed, int bound = 4)
    {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = random.Next(-bound, bound + 1);
        return values;
    }
}
