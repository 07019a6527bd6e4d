namespace DeepSharp;

/// <summary>Checks of the numbers that each image of a batch has.</summary>
internal static class ImageNumbers
{
    /// <exception cref="ShapeException">The images are no batch, or the numbers not (images, so many).</exception>
    public static void Require(Shape images, Shape numbers, int count)
    {
        if (images.Rank != 4) throw new ShapeException($"expected images of rank 4 (batch, height, width, channels) but got {images}.");
        if (numbers.Rank == 2 && numbers[0] == images[0] && numbers[1] == count) return;
        throw new ShapeException($"expected {count} numbers for each of the images of shape {images} but got {numbers}.");
    }

    /// <exception cref="ShapeException">The images are not in red, green and blue.</exception>
    public static void RequireColors(Shape images)
    {
        if (images.Rank == 4 && images[3] == 3) return;
        throw new ShapeException($"expected images with 3 channels, red, green and blue, but got {images}.");
    }
}
