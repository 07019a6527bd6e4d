namespace DeepSharp.Layers;

/// <summary>The ranges that layers make of what they were given.</summary>
internal static class Factors
{
    /// <summary>Keras's rule for most: of a number from the same below 0, or what is least, to the number; a pair in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or all of a pair is.</exception>
    public static FactorRange Around(Layer layer, FactorRange given, float least, float most, string name)
    {
        (float first, float second) = (given.First, given.Second);
        bool fits = given.IsNumber ? first >= least && first <= most : first <= most && second >= least;
        if (!fits || !float.IsFinite(first) || !float.IsFinite(second)) throw Refused(layer, given, $"from {least} to {most}", name);
        if (given.IsNumber) return new FactorRange(Math.Max(-Math.Abs(first), least), Math.Abs(first));
        return new FactorRange(Math.Min(first, second), Math.Max(first, second));
    }

    /// <summary>The rule where both numbers of a pair have to be in range; a number stands for itself below 0 and above.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FactorRange Within(Layer layer, FactorRange given, float least, float most, string name, bool isAboveLeast = false)
    {
        bool fits = Fits(given.First) && Fits(given.Second);
        if (!fits) throw Refused(layer, given, $"{(isAboveLeast ? "above" : "from")} {least} to {most}", name);
        if (given.IsNumber) return new FactorRange(-Math.Abs(given.First), Math.Abs(given.First));
        return new FactorRange(Math.Min(given.First, given.Second), Math.Max(given.First, given.Second));

        bool Fits(float value) => value <= most && (isAboveLeast ? value > least : value >= least);
    }

    /// <summary>A number that is equally likely anywhere in the range.</summary>
    public static float Draw(this RandomStream random, FactorRange range) =>
        range.First + (range.Second - range.First) * random.NextSingle();

    /// <summary>1 with a probability that is itself drawn, else 0.</summary>
    public static float DrawChance(this RandomStream random, FactorRange probabilities)
    {
        float probability = random.Draw(probabilities);
        return random.NextSingle() < probability ? 1f : 0f;
    }

    private static ArgumentOutOfRangeException Refused(Layer layer, FactorRange given, string range, string name) => new(
        name, $"{LayerArguments.Describe(layer)}: expected {name} to be a number, or a pair of numbers, {range} but got {given}.");
}
