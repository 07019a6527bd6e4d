using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>Values drawn from a normal distribution.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, 0 or more.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public static Initializer RandomNormal(double mean = 0, double standardDeviation = 0.05, int? seed = null) =>
        RandomNormalInitializer.Of(mean, standardDeviation, seed);
}

/// <summary>Values drawn from a normal distribution.</summary>
internal sealed record RandomNormalInitializer(float Mean, float StandardDeviation, long? OwnSeed) : Initializer
{
    public override string ClassName => "RandomNormal";

    protected override long? Seed => OwnSeed;

    public static RandomNormalInitializer Of(double mean, double standardDeviation, long? seed) => new(
        OptionNumber.Finite("RandomNormal", mean), OptionNumber.NotNegative("RandomNormal", standardDeviation), seed);

    public static Initializer Read(ConfigReader reader) =>
        Of(reader.Float("mean", 0f), reader.Float("stddev", 0.05f), reader.OptionalLong("seed"));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) =>
        random.FillNormal(values, Mean, StandardDeviation);

    protected override JsonObject GetConfig() => new() { ["mean"] = Mean, ["stddev"] = StandardDeviation, ["seed"] = OwnSeed };
}
