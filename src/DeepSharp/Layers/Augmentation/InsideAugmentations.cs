namespace DeepSharp.Layers;

/// <summary>Augmentations that another one is made of: it draws for them and calls them, and they draw nothing by themselves.</summary>
internal sealed class InsideAugmentations
{
    private readonly ImageAugmentation[] _layers;

    public InsideAugmentations(IEnumerable<ImageAugmentation?> layers)
    {
        _layers = [.. layers.OfType<ImageAugmentation>()];
        foreach (ImageAugmentation layer in _layers) layer.IsPart = true;
    }

    /// <summary>How many.</summary>
    public int Count => _layers.Length;

    /// <summary>Numbers of an image for all of them, one after the other.</summary>
    public int Numbers => _layers.Sum(layer => layer.Numbers);

    /// <summary>Most numbers of one of them.</summary>
    public int MostNumbers => _layers.Max(layer => layer.Numbers);

    public ImageAugmentation this[int index] => _layers[index];

    /// <summary>Where the numbers of one begin, where those of all are one after the other.</summary>
    public int StartOf(int index)
    {
        int start = 0;
        for (int i = 0; i < index; i++) start += _layers[i].Numbers;
        return start;
    }

    /// <summary>Draws for one.</summary>
    public void Draw(int index, RandomStream random, Shape image, Span<float> numbers) =>
        _layers[index].GetRandomTransformation(random, image, numbers[.._layers[index].Numbers]);

    /// <summary>What was drawn for one, from a place on.</summary>
    public ImageTransformation Part(int index, ImageTransformation transformation, int start) =>
        transformation.Part(start, _layers[index].Numbers);
}
