namespace DeepSharp;

public abstract partial class DataArray
{
    /// <summary>Bytes under a shape, samples first. The array is used as it is, not copied.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    /// <example><code>DataArray images = DataArray.From(bytes, [60000, 28, 28, 1]) / 255f;</code></example>
    public static DataArray From(byte[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Ints under a shape, samples first, such as token ids (samples, length). The array is used as it is, not copied.</summary>
    /// <remarks>
    /// Beyond ±16,777,216 floats do not hold every whole number. Those that they do not hold, such as time stamps, are refused where they
    /// are to become floats: many of them would be the same.
    /// </remarks>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(int[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Longs under a shape, samples first, such as ids or time stamps. The array is used as it is, not copied.</summary>
    /// <inheritdoc cref="From(int[], Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(long[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Bools under a shape, samples first: as floats 1 for true, 0 for false. The array is used as it is, not copied.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(bool[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Strings under a shape, samples first, for layers that work on data. The array is used as it is, not copied.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    /// <exception cref="ArgumentException">One is null.</exception>
    /// <example><code>DataArray words = DataArray.From(["a", "b", "c", "d"], [2, 2]);</code></example>
    public static DataArray From(string[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Floats under a shape, samples first. The array is used as it is, not copied.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(float[] values, Shape shape) => Wrap(values, shape);

    /// <summary>Views a tensor. One that lives in the memory of a training step is copied.</summary>
    public static implicit operator DataArray(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ToDataArray();
    }

    /// <summary>Views an array as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(float[] values) => WrapVector(values);

    /// <summary>Views an array, such as class labels, as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(int[] values) => WrapVector(values);

    /// <summary>Views an array, such as class labels, as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(byte[] values) => WrapVector(values);

    /// <summary>Views an array, such as ids, as samples of one value each, shape (length).</summary>
    public static implicit operator DataArray(long[] values) => WrapVector(values);

    /// <summary>Views an array as samples of one value each, shape (length): as floats 1 for true, 0 for false.</summary>
    public static implicit operator DataArray(bool[] values) => WrapVector(values);

    /// <summary>Views an array, such as words, as samples of one string each, shape (length).</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static implicit operator DataArray(string[] values) => WrapVector(values);

    /// <summary>Copies a matrix, one sample a row.</summary>
    public static implicit operator DataArray(float[,] values) => Copy<float>(values);

    /// <summary>Copies an array of rank 3, samples along its first axis.</summary>
    public static implicit operator DataArray(float[,,] values) => Copy<float>(values);

    /// <summary>Copies an array of rank 4, such as images (samples, height, width, channels).</summary>
    public static implicit operator DataArray(float[,,,] values) => Copy<float>(values);

    /// <summary>Copies a matrix, such as token ids, one sample a row.</summary>
    public static implicit operator DataArray(int[,] values) => Copy<int>(values);

    /// <summary>Copies an array of rank 3, such as grey images (samples, height, width).</summary>
    public static implicit operator DataArray(byte[,,] values) => Copy<byte>(values);

    /// <summary>Copies an array of rank 4, such as images (samples, height, width, channels).</summary>
    public static implicit operator DataArray(byte[,,,] values) => Copy<byte>(values);

    private static DataArray<T> Wrap<T>(T[] values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != shape.Size)
        {
            throw new ShapeException(
                $"DataArray.From: expected {shape.Size} values for shape {shape} but got {values.Length}. " +
                "Give the shape of the whole array, samples first.");
        }

        return DataArray<T>.Of(values, shape);
    }

    private static DataArray<T> WrapVector<T>(T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return DataArray<T>.Of(values, [values.Length]);
    }

    private static DataArray<T> Copy<T>(Array values) where T : unmanaged =>
        DataArray<T>.Of(NetArrays.Flat<T>(values).ToArray(), NetArrays.ShapeOf(values));
}
