namespace DeepSharp;

/// <summary>Memory for the weights of classes, which later batches of the same shapes use again.</summary>
internal sealed class ClassWeightRoom
{
    // Sequences in buckets have a few shapes in turn.
    private const int MostArrays = 8;

    private readonly List<DataArray<float>> _classes = [];
    private readonly List<DataArray<float>> _products = [];
    private float[] _values = [];

    /// <summary>Room for some values; the next call gives the same again.</summary>
    public Span<float> Values(int length)
    {
        if (_values.Length < length) _values = new float[length];
        return _values.AsSpan(0, length);
    }

    /// <summary>An array, samples first, for the weights of classes.</summary>
    public DataArray<float> Classes(Shape shape) => Of(_classes, shape);

    /// <summary>An array, samples first, for what the weights of classes and those of samples give together.</summary>
    public DataArray<float> Products(Shape shape) => Of(_products, shape);

    private static DataArray<float> Of(List<DataArray<float>> arrays, Shape shape)
    {
        foreach (DataArray<float> known in arrays)
        {
            if (known.Shape == shape) return known;
        }

        if (arrays.Count == MostArrays) arrays.RemoveAt(0);
        arrays.Add(new DataArray<float>(new float[shape.Size], 0, shape, []));
        return arrays[^1];
    }
}
