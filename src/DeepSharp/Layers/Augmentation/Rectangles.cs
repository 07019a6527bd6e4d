namespace DeepSharp.Layers;

/// <summary>Parts of images that come from others: the numbers of <see cref="PasteOp"/>.</summary>
internal static class Rectangles
{
    /// <summary>Numbers of a rectangle: columns from and to before, rows from and to before.</summary>
    public const int Count = 4;

    /// <summary>Writes a rectangle with sides of a share of the image's, somewhere in it.</summary>
    public static void Draw(RandomStream random, Shape image, float across, float down, Span<float> rectangle)
    {
        float width = across * image[1], left = random.NextSingle() * (image[1] - width);
        float height = down * image[0], top = random.NextSingle() * (image[0] - height);
        (rectangle[0], rectangle[1], rectangle[2], rectangle[3]) = (left, left + width, top, top + height);
    }

    /// <summary>Of each image the other one where a number is not 0.</summary>
    public static Tensor Choose(Tensor images, Tensor others, ImageTransformation transformation, int number)
    {
        Tensor wholes = Tensor.Temporary([images.Shape[0], Count]);
        wholes.Span.Clear();
        for (int i = 0; i < images.Shape[0]; i++)
        {
            if (transformation[i][number] == 0f) continue;
            (wholes.Span[i * Count + 1], wholes.Span[i * Count + 3]) = (images.Shape[2], images.Shape[1]);
        }

        return Tape.Run(PasteOp.Instance, images, others, wholes);
    }
}
