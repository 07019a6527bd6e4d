using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>Values drawn from a normal distribution; those beyond two standard deviations are drawn again.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation before the cut, 0 or more.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public static Initializer TruncatedNormal(double mean = 0, double standardDeviation = 0.05, int? seed = null) =>
        TruncatedNormalInitializer.Of(mean, standardDeviation, seed);
}

/// <summary>Values drawn from a normal distribution; those beyond two standard deviations are drawn again.</summary>
internal sealed record TruncatedNormalInitializer(float Mean, float StandardDeviation, long? OwnSeed) : Initializer
{
    public override string ClassName => "TruncatedNormal";

    protected override long? Seed => OwnSeed;

    public static TruncatedNormalInitializer Of(double mean, double standardDeviation, long? seed) => new(
        OptionNumber.Finite("TruncatedNormal", mean), OptionNumber.NotNegative("TruncatedNormal", standardDeviation), seed);

    public static Initializer Read(ConfigReader reader) =>
        Of(reader.Float("mean", 0f), reader.Float("stddev", 0.05f), reader.OptionalLong("seed"));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) =>
        random.FillTruncatedNormal(values, Mean, StandardDeviation);

    protected override JsonObject GetConfig() => new() { ["mean"] = Mean, ["stddev"] = StandardDeviation, ["seed"] = OwnSeed };
}
