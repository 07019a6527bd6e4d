namespace DeepSharp;

/// <summary>What happens to the images of a batch: the numbers that were drawn for each of them.</summary>
public readonly struct ImageTransformation
{
    // Words of a stream that an image has, and where in them those for noise begin.
    internal const int WordBits = 32;
    internal const ulong NoiseWords = 1UL << 30;
    internal const ulong BatchWords = 1UL << 31;

    private readonly RandomStream _random;
    private readonly long _first;

    internal ImageTransformation(Tensor numbers, Shape images, RandomStream random, long first, bool isTraining) =>
        (Numbers, Images, _random, _first, IsTraining) = (numbers, images, random, first, isTraining);

    /// <summary>The numbers, (batch, as many as the layer said).</summary>
    public Tensor Numbers { get; }

    /// <summary>The shape of the images, (batch, height, width, channels).</summary>
    public Shape Images { get; }

    /// <summary>Whether the layer acts as in training; where it does not, nothing was drawn and the numbers are 0.</summary>
    public bool IsTraining { get; }

    /// <summary>The numbers of an image.</summary>
    public ReadOnlySpan<float> this[int image] => Numbers.Span.Slice(image * Numbers.Shape[1], Numbers.Shape[1]);

    /// <summary>One number of each image in a shape that goes with images in arithmetic, (batch, 1, 1, 1).</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="rank">Axes of the result, for labels and others than images.</param>
    /// <example><code>Tensor brighter = images + transformation.Column(0);</code></example>
    public Tensor Column(int number, int rank = 4)
    {
        Shape shape = [Images[0]];
        while (shape.Rank < rank) shape = shape.Insert(shape.Rank, 1);
        Tensor column = Tensor.Temporary(shape);
        for (int i = 0; i < Images[0]; i++) column.Span[i] = this[i][number];
        return column;
    }

    /// <summary>
    /// Normal numbers of mean 0 and deviation 1, which depend on the image alone: the same ones each time, for masks too.
    /// </summary>
    /// <param name="sample">The shape of the numbers of an image.</param>
    /// <param name="part">Which of several, from 0.</param>
    public Tensor Noise(Shape sample, int part = 0)
    {
        Tensor noise = Tensor.Temporary(sample.Prepend(Images[0]));
        int size = sample.Size;
        lock (_random)
        {
            for (int i = 0; i < Images[0]; i++)
            {
                _random.Position = PlaceOf(_first + i) + NoiseWords + ((ulong)part << (WordBits - 4));
                _random.FillNormal(noise.Span.Slice(i * size, size));
            }
        }

        return noise;
    }

    internal static ulong PlaceOf(long image) => (ulong)image << WordBits;

    /// <summary>The part of the numbers that belongs to a layer inside.</summary>
    internal ImageTransformation Part(int start, int count)
    {
        Tensor part = Tensor.Temporary([Images[0], count]);
        for (int i = 0; i < Images[0]; i++) this[i].Slice(start, count).CopyTo(part.Span.Slice(i * count, count));
        return new ImageTransformation(part, Images, _random, _first, IsTraining);
    }
}
