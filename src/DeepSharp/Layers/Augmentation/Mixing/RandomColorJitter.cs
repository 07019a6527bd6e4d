using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Changes brightness, contrast, saturation and hue of images, one after the other, at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image; with three channels where colors change · <b>Output</b> the same shape. No
/// weights.
/// </remarks>
/// <example><code>new RandomColorJitter(brightnessFactor: 0.2, saturationFactor: (0.4, 0.6), hueFactor: 0.1)</code></example>
public sealed class RandomColorJitter : ColorAugmentation
{
    private readonly InsideAugmentations _inside;
    private readonly bool _changesColors;

    /// <summary>A jitter.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="brightnessFactor">As in <see cref="RandomBrightness"/>; null for none of it.</param>
    /// <param name="contrastFactor">As in <see cref="RandomContrast"/>; null for none of it.</param>
    /// <param name="saturationFactor">As in <see cref="RandomSaturation"/>; null for none of it.</param>
    /// <param name="hueFactor">As in <see cref="RandomHue"/>; null for none of it.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_color_jitter</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomColorJitter(
        ValueRange valueRange = default, FactorRange? brightnessFactor = null, FactorRange? contrastFactor = null,
        FactorRange? saturationFactor = null, FactorRange? hueFactor = null, long? seed = null, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : base(0, valueRange, seed, dataFormat, name, inputShape)
    {
        BrightnessFactor = Given(brightnessFactor, -1, nameof(brightnessFactor));
        ContrastFactor = Given(contrastFactor, 0, nameof(contrastFactor));
        SaturationFactor = Given(saturationFactor, 0, nameof(saturationFactor));
        HueFactor = Given(hueFactor, 0, nameof(hueFactor));
        _inside = new InsideAugmentations(
        [
            brightnessFactor is { } brightness ? new RandomBrightness(brightness, ValueRange, seed, name: Name) : null,
            contrastFactor is { } contrast ? new RandomContrast(contrast, ValueRange, seed, name: Name) : null,
            saturationFactor is { } saturation ? new RandomSaturation(saturation, ValueRange, seed: seed, name: Name) : null,
            hueFactor is { } hue ? new RandomHue(hue, ValueRange, seed: seed, name: Name) : null,
        ]);
        Numbers = _inside.Numbers;
        _changesColors = saturationFactor is not null || hueFactor is not null;
    }

    /// <summary>Of the brightness, as it was given; null for none.</summary>
    public FactorRange? BrightnessFactor { get; }

    /// <summary>Of the contrast, as it was given; null for none.</summary>
    public FactorRange? ContrastFactor { get; }

    /// <summary>Of the saturation, as it was given; null for none.</summary>
    public FactorRange? SaturationFactor { get; }

    /// <summary>Of the hue, as it was given; null for none.</summary>
    public FactorRange? HueFactor { get; }

    internal static RandomColorJitter FromConfig(ConfigReader reader) => new(
        ValueRange.Read(reader), FactorRange.ReadOptional(reader, "brightness_factor"), FactorRange.ReadOptional(reader, "contrast_factor"),
        FactorRange.ReadOptional(reader, "saturation_factor"), FactorRange.ReadOptional(reader, "hue_factor"), reader.OptionalLong("seed"),
        SpatialConfig.ReadFormat(reader), reader.String("name"));

    private protected override void RequireChannels(Shape images)
    {
        if (_changesColors) RequireColors(images);
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        for (int i = 0; i < _inside.Count; i++) _inside.Draw(i, random, image, numbers[_inside.StartOf(i)..]);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        for (int i = 0; i < _inside.Count; i++)
        {
            images = _inside[i].TransformImages(images, _inside.Part(i, transformation, _inside.StartOf(i)));
        }

        return images;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["brightness_factor"] = BrightnessFactor?.ToNode();
        config["contrast_factor"] = ContrastFactor?.ToNode();
        config["saturation_factor"] = SaturationFactor?.ToNode();
        config["hue_factor"] = HueFactor?.ToNode();
        config["seed"] = Seed;
        base.WriteConfig(config);
    }

    // What the layer inside refuses is refused by the name that it has here.
    private FactorRange? Given(FactorRange? factor, float least, string name)
    {
        if (factor is { } given) Factors.Around(this, given, least, 1, name);
        return factor;
    }
}
