using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>An augmentation of values whose strength is drawn from a range of factors.</summary>
public abstract class FactorAugmentation : ColorAugmentation
{
    private protected FactorAugmentation(
        int numbers, FactorRange factor, float least, float most, ValueRange valueRange, long? seed, DataFormat dataFormat, string? name,
        Shape? inputShape)
        : base(numbers, valueRange, seed, dataFormat, name, inputShape) =>
            Factor = Factors.Around(this, factor, least, most, nameof(factor));

    /// <summary>What the factors are drawn from.</summary>
    public FactorRange Factor { get; }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
