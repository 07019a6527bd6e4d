using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>Values drawn evenly between two bounds.</summary>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound, not below the lower.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound or their distance is not finite, or the upper is below the lower.</exception>
    public static Initializer RandomUniform(double minimum = -0.05, double maximum = 0.05, int? seed = null) =>
        RandomUniformInitializer.Of(minimum, maximum, seed);
}

/// <summary>Values drawn evenly between two bounds.</summary>
internal sealed record RandomUniformInitializer(float Minimum, float Maximum, long? OwnSeed) : Initializer
{
    public override string ClassName => "RandomUniform";

    protected override long? Seed => OwnSeed;

    public static RandomUniformInitializer Of(double minimum, double maximum, long? seed)
    {
        const string Owner = "RandomUniform";
        (float low, float high) = (OptionNumber.Finite(Owner, minimum), OptionNumber.Finite(Owner, maximum));
        if (high >= low && float.IsFinite(high - low)) return new RandomUniformInitializer(low, high, seed);
        throw new ArgumentOutOfRangeException(
            nameof(maximum), $"{Owner}: expected a finite, rising range but got {low} to {high}.");
    }

    public static Initializer Read(ConfigReader reader) =>
        Of(reader.Float("minval", -0.05f), reader.Float("maxval", 0.05f), reader.OptionalLong("seed"));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => random.FillUniform(values, Minimum, Maximum);

    protected override JsonObject GetConfig() => new() { ["minval"] = Minimum, ["maxval"] = Maximum, ["seed"] = OwnSeed };
}
