using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// An augmentation of the values of pixels, which leaves them where they are: labels, rectangles and masks stay as they are.
/// </summary>
public abstract class ColorAugmentation : ImageAugmentation
{
    private protected ColorAugmentation(
        int numbers, ValueRange valueRange, long? seed, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(numbers, seed, dataFormat, name, inputShape) => ValueRange = valueRange.Checked(this);

    /// <summary>The smallest and the largest value of pixels.</summary>
    public ValueRange ValueRange { get; }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ValueRange.Write(config);
        base.WriteConfig(config);
    }

    /// <exception cref="ShapeException">The images are not in red, green and blue.</exception>
    private protected static void RequireColors(Shape images)
    {
        if (images[^1] is 3 or Shape.Any) return;
        throw new ShapeException($"expected images with 3 channels, red, green and blue, but got {images}, with channels last.");
    }
}
