using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>Values drawn evenly between two bounds.</summary>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound, not below the lower.</param>
    /// <param name="seed">For the same values each time; null for the process's stream.</param>
    public static Initializer RandomUniform(double minimum = -0.05, double maximum = 0.05, int? seed = null) =>
        new RandomUniformInitializer((float)minimum, (float)maximum, seed);
}

/// <summary>Values drawn evenly between two bounds.</summary>
internal sealed record RandomUniformInitializer(float Minimum, float Maximum, long? OwnSeed) : Initializer
{
    public override string ClassName => "RandomUniform";

    protected override long? Seed => OwnSeed;

    public static Initializer Read(ConfigReader reader) =>
        new RandomUniformInitializer(reader.Float("minval", -0.05f), reader.Float("maxval", 0.05f), reader.OptionalLong("seed"));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => random.FillUniform(values, Minimum, Maximum);

    protected override JsonObject GetConfig() => new() { ["minval"] = Minimum, ["maxval"] = Maximum, ["seed"] = OwnSeed };
}
