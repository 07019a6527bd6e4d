namespace DeepSharp.Datasets;

/// <summary>Generated pictures of the shape of CIFAR-10, to try a model without any file: ten figures and textures, with noise.</summary>
/// <remarks>
/// Position, size, colours and brightness are random, so that the mean colour says little about the class and a linear model does poorly,
/// while a small convolutional network learns the classes within a few epochs. Class i % 10 is that of sample i. The same seed
/// gives the same bytes on every machine, and more samples continue fewer.
/// </remarks>
/// <example><code>
/// var ((trainImages, trainLabels), (testImages, testLabels)) = Cifar10Like.Generate();   // bytes, 0 to 255
/// (trainImages, testImages) = (trainImages / 255f, testImages / 255f);
/// </code></example>
public static class Cifar10Like
{
    private const int Channels = 3;

    /// <summary>The names of the classes: label 0 is a disk, 9 a checkerboard.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["disk", "ring", "square", "frame", "triangle", "cross", "rows", "columns", "diagonals", "checkerboard"];

    /// <summary>Draws a training and a test set.</summary>
    /// <param name="trainSamples">Pictures to train, 0 or more.</param>
    /// <param name="testSamples">Pictures to test, 0 or more.</param>
    /// <param name="seed">Any number; another one gives other pictures.</param>
    /// <returns>Like <see cref="Cifar10.Load"/>, images (samples, 32, 32, 3) of bytes 0 to 255 and labels (samples, 1), 0 to 9.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of samples is below 0.</exception>
    /// <exception cref="ShapeException">So many pictures do not fit one array.</exception>
    public static ((DataArray Images, DataArray Labels) Train, (DataArray Images, DataArray Labels) Test) Generate(
        int trainSamples = 2000, int testSamples = 500, int seed = 0)
    {
        RequireCount(trainSamples, nameof(trainSamples));
        RequireCount(testSamples, nameof(testSamples));
        return (Draw(trainSamples, seed, split: 0), Draw(testSamples, seed, split: 1));
    }

    private static void RequireCount(int samples, string name)
    {
        if (samples < 0) throw new ArgumentOutOfRangeException(name, $"Cifar10Like: expected 0 or more samples but got {samples}.");
    }

    private static (DataArray Images, DataArray Labels) Draw(int samples, int seed, int split)
    {
        Shape shape = [samples, FigurePainter.Side, FigurePainter.Side, Channels];
        byte[] images = new byte[shape.Size];
        byte[] labels = new byte[samples];
        int imageLength = shape[1..].Size;
        var painter = new FigurePainter(new SplitMix64(((ulong)(uint)seed << 1) + (ulong)split));
        for (int i = 0; i < samples; i++)
        {
            labels[i] = (byte)(i % ClassNames.Count);
            painter.Paint(labels[i], images.AsSpan(i * imageLength, imageLength));
        }

        return (DataArray.From(images, shape), DataArray.From(labels, [samples, 1]));
    }
}
