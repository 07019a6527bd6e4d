using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>A matrix with <paramref name="gain"/> on its diagonal and 0 elsewhere; the weight must be of rank 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public static Initializer Identity(double gain = 1) => new IdentityInitializer(OptionNumber.Finite("Identity", gain));
}

/// <summary>The gain on the diagonal of a matrix, 0 elsewhere.</summary>
internal sealed record IdentityInitializer(float Gain) : Initializer
{
    public override string ClassName => "Identity";

    public static Initializer Read(ConfigReader reader) => Identity(reader.Float("gain", 1f));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        if (shape.Rank != 2) throw new ShapeException($"Identity: expected a weight of rank 2 but got {shape}. Use another initializer.");
        values.Clear();
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = Gain;
    }

    protected override JsonObject GetConfig() => new() { ["gain"] = Gain };
}
