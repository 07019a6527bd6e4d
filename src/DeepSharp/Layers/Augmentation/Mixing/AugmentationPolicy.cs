using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>An augmentation that chooses among others: <see cref="RandAugment"/> and <see cref="AugMix"/>.</summary>
public abstract class AugmentationPolicy : ColorAugmentation
{
    private protected AugmentationPolicy(
        ValueRange valueRange, FactorRange factor, Interpolation interpolation, long? seed, DataFormat dataFormat, string? name,
        Shape? inputShape)
        : base(0, valueRange, seed, dataFormat, name, inputShape)
    {
        Factor = Factors.Around(this, factor, 0, 1, nameof(factor));
        Interpolation = Interpolations.Require(this, interpolation);
    }

    /// <summary>How strong the others are.</summary>
    public FactorRange Factor { get; }

    /// <summary>How those that move pixels make values between them.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>What may be chosen.</summary>
    internal InsideAugmentations Inside { get; private set; } = null!;

    private protected override void RequireChannels(Shape images)
    {
        // Among them is one that makes colors gray.
        if (ChangesColors) RequireColors(images);
    }

    /// <summary>Whether colors are among what may be changed.</summary>
    private protected virtual bool ChangesColors => true;

    /// <summary>Makes those that Keras has, by their names there, in an order.</summary>
    private protected void Use(params ReadOnlySpan<string> names)
    {
        var layers = new List<ImageAugmentation>();
        foreach (string name in names) layers.Add(Create(name));
        Inside = new InsideAugmentations(layers);
    }

    /// <exception cref="ArgumentOutOfRangeException">There are more than the numbers of an image may be.</exception>
    private protected int RequireCount(double numbers, string what)
    {
        const int Most = 1 << 16;
        if (numbers <= Most) return (int)numbers;
        throw new ArgumentOutOfRangeException(
            what,
            $"{LayerArguments.Describe(this)}: expected fewer augmentations of an image, with at most {Most} numbers, but {what} asks " +
            $"for {numbers}.");
    }

    private ImageAugmentation Create(string name) => name switch
    {
        "random_shear" => new RandomShear(Factor, Factor, Interpolation, seed: Seed, name: Name),
        "random_translation" => new RandomTranslation(Factor, Factor, interpolation: Interpolation, seed: Seed, name: Name),
        "random_rotation" => new RandomRotation(Factor, interpolation: Interpolation, seed: Seed, name: Name),
        "random_brightness" => new RandomBrightness(Factor, ValueRange, Seed, name: Name),
        "random_color_degeneration" => new RandomColorDegeneration(Factor, ValueRange, seed: Seed, name: Name),
        "random_contrast" => new RandomContrast(Factor, ValueRange, Seed, name: Name),
        "random_sharpness" => new RandomSharpness(Factor, ValueRange, seed: Seed, name: Name),
        "random_posterization" => new RandomPosterization(Math.Max(1, (int)(8 * Factor.Second)), ValueRange, seed: Seed, name: Name),
        "solarization" => new Solarization(Factor, Factor, ValueRange, Seed, name: Name),
        "auto_contrast" => new AutoContrast(ValueRange, name: Name),
        _ => new Equalization(ValueRange, name: Name),
    };

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        config["interpolation"] = Interpolation.Name;
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
