using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation;

/// <summary>One of the augmentations, and what is true of it.</summary>
/// <param name="Create">Makes it for a data format, always with the same seed and in its strongest form.</param>
internal sealed record AugmentationCase(Func<DataFormat, ImageAugmentation> Create)
{
    /// <summary>Whether it acts in inference too.</summary>
    public bool Always { get; init; }

    /// <summary>Whether gradients go through it.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>Whether an image's result depends on other images of its batch, or on the batch that it is in.</summary>
    public bool OfBatch { get; init; }

    /// <summary>Whether it draws anything.</summary>
    public bool IsRandom { get; init; } = true;

    /// <summary>The shape of an output for images of 9 x 11 pixels.</summary>
    public Shape Output { get; init; } = [3, 9, 11, 3];
}

/// <summary>All augmentations. A new layer takes part with a line here.</summary>
internal static class AugmentationTable
{
    private const long Seed = 7;

    public static IReadOnlyDictionary<string, AugmentationCase> Layers { get; } = new Dictionary<string, AugmentationCase>
    {
        ["AugMix"] = new(format => new AugMix(seed: Seed, dataFormat: format, name: "a")) { HasGradient = false, OfBatch = true },
        ["AutoContrast"] = new(format =>
            new AutoContrast(dataFormat: format, name: "a"))
        { Always = true, HasGradient = false, IsRandom = false },
        ["ContrastLimitedAdaptiveHistogramEqualization"] =
            new(format => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: (2, 3), dataFormat: format, name: "a"))
            {
                Always = true,
                HasGradient = false,
                IsRandom = false,
            },
        ["CutMix"] = new(format => new CutMix(seed: Seed, dataFormat: format, name: "a")) { OfBatch = true },
        ["Equalization"] = new(format =>
            new Equalization(dataFormat: format, name: "a"))
        { HasGradient = false, OfBatch = true, IsRandom = false },
        ["MaxNumBoundingBoxes"] = new(format => new MaxNumBoundingBoxes(2, 0, dataFormat: format, name: "a")) { IsRandom = false },
        ["MixUp"] = new(format => new MixUp(0.4, format, Seed, "a")) { OfBatch = true },
        ["RandAugment"] = new(format =>
            new RandAugment(numOps: 3, seed: Seed, dataFormat: format, name: "a"))
        { HasGradient = false, OfBatch = true },
        ["RandomBrightness"] = new(format => new RandomBrightness(0.3, seed: Seed, dataFormat: format, name: "a")),
        ["RandomColorDegeneration"] = new(format => new RandomColorDegeneration(1, seed: Seed, dataFormat: format, name: "a")),
        ["RandomColorJitter"] = new(format =>
            new RandomColorJitter((0, 255), 0.2, 0.5, 0.6, 0.3, Seed, format, "a"))
        { HasGradient = false },
        ["RandomContrast"] = new(format => new RandomContrast((0.5, 0.5), seed: Seed, dataFormat: format, name: "a")),
        ["RandomCrop"] = new(format => new RandomCrop(4, 5, Seed, format, "a")) { Always = true, OfBatch = true, Output = [3, 4, 5, 3] },
        ["RandomElasticTransform"] = new(format =>
            new RandomElasticTransform((0.7, 0.9), seed: Seed, dataFormat: format, name: "a"))
        { OfBatch = true },
        ["RandomErasing"] = new(format => new RandomErasing((0.8, 1), seed: Seed, dataFormat: format, name: "a")),
        ["RandomFlip"] = new(format => new RandomFlip(seed: Seed, dataFormat: format, name: "a")),
        ["RandomGaussianBlur"] =
            new(format => new RandomGaussianBlur((0.7, 0.9), (5, 3), (0.5, 1), seed: Seed, dataFormat: format,
                name: "a"))
            { OfBatch = true },
        ["RandomGrayscale"] = new(format => new RandomGrayscale(0.6, format, Seed, "a")),
        ["RandomHue"] = new(format => new RandomHue(1, seed: Seed, dataFormat: format, name: "a")) { HasGradient = false },
        ["RandomInvert"] = new(format => new RandomInvert(0.8, seed: Seed, dataFormat: format, name: "a")),
        ["RandomPerspective"] = new(format => new RandomPerspective(1, 0.8, seed: Seed, dataFormat: format, name: "a")),
        ["RandomPosterization"] = new(format =>
            new RandomPosterization((1, 8), seed: Seed, dataFormat: format, name: "a"))
        { HasGradient = false },
        ["RandomRotation"] = new(format => new RandomRotation(0.4, "wrap", seed: Seed, dataFormat: format, name: "a")),
        ["RandomSaturation"] = new(format =>
            new RandomSaturation((0, 0.9), seed: Seed, dataFormat: format, name: "a"))
        { HasGradient = false },
        ["RandomSharpness"] = new(format => new RandomSharpness(0.6, seed: Seed, dataFormat: format, name: "a")),
        ["RandomShear"] = new(format =>
            new RandomShear(0.5, (0.1, 0.3), fillMode: "constant", fillValue: 9, dataFormat: format, seed: Seed, name: "a")),
        ["RandomTranslation"] = new(format =>
            new RandomTranslation(0.5, (-0.2, 0.4), "nearest", seed: Seed, dataFormat: format, name: "a")),
        ["RandomZoom"] = new(format => new RandomZoom(0.5, (-0.4, 0.4), seed: Seed, dataFormat: format, name: "a")),
        ["Solarization"] = new(format => new Solarization(0.3, 0.7, seed: Seed, dataFormat: format, name: "a")),
    };
}
