using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>All values the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Initializer Constant(double value = 0) => new ConstantInitializer(OptionNumber.Finite("Constant", value));
}

/// <summary>All values the same.</summary>
internal sealed record ConstantInitializer(float Value) : Initializer
{
    public override string ClassName => "Constant";

    public static Initializer Read(ConfigReader reader) => Constant(reader.Float("value", 0f));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Fill(Value);

    protected override JsonObject GetConfig() => new() { ["value"] = Value };
}
