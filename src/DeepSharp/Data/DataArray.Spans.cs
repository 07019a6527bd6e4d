using System.Numerics.Tensors;

namespace DeepSharp;

// Copies of spans and of the exchange type of .NET. Spans cannot be kept, so what comes as one is copied.
public abstract partial class DataArray
{
    /// <summary>A copy of bytes under a shape, samples first.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(ReadOnlySpan<byte> values, Shape shape) => Wrap(values.ToArray(), shape);

    /// <summary>A copy of ints under a shape, samples first.</summary>
    /// <inheritdoc cref="From(int[], Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(ReadOnlySpan<int> values, Shape shape) => Wrap(values.ToArray(), shape);

    /// <summary>A copy of floats under a shape, samples first.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static DataArray From(ReadOnlySpan<float> values, Shape shape) => Wrap(values.ToArray(), shape);

    /// <summary>Doubles under a shape, samples first, rounded to floats.</summary>
    /// <inheritdoc cref="Tensor.From(ReadOnlySpan{double}, Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    /// <example><code>DataArray targets = DataArray.From(prices, [prices.Length, 1]);   // double[] prices</code></example>
    public static DataArray From(ReadOnlySpan<double> values, Shape shape) => Wrap(NetArrays.Round(values), shape);

    /// <summary>A copy of a tensor of System.Numerics.Tensors, such as images, of any strides; its first axis are the samples.</summary>
    /// <exception cref="ShapeException">It has no axes, or more than <see cref="Shape.MaxRank"/>.</exception>
    /// <example><code>DataArray images = DataArray.From(pixels) / 255f;   // Tensor&lt;byte&gt; pixels</code></example>
    public static DataArray From(Tensor<byte> values) => Flatten(values);

    /// <summary>A copy of a tensor of System.Numerics.Tensors, such as labels, of any strides; its first axis are the samples.</summary>
    /// <inheritdoc cref="From(int[], Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">It has no axes, or more than <see cref="Shape.MaxRank"/>.</exception>
    public static DataArray From(Tensor<int> values) => Flatten(values);

    /// <summary>A copy of a tensor of System.Numerics.Tensors, of any strides; its first axis are the samples.</summary>
    /// <exception cref="ShapeException">It has no axes, or more than <see cref="Shape.MaxRank"/>.</exception>
    public static DataArray From(Tensor<float> values) => Flatten(values);

    /// <summary>A tensor of System.Numerics.Tensors, rounded to floats; its first axis are the samples.</summary>
    /// <inheritdoc cref="Tensor.From(ReadOnlySpan{double}, Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">It has no axes, or more than <see cref="Shape.MaxRank"/>.</exception>
    public static DataArray From(Tensor<double> values)
    {
        DataArray<double> doubles = Flatten(values);
        return new DataArray<float>(NetArrays.Round(doubles.Values), 0, doubles.Shape, []);
    }

    /// <summary>Copies a tensor of System.Numerics.Tensors, such as images.</summary>
    public static implicit operator DataArray(Tensor<byte> values) => From(values);

    /// <summary>Copies a tensor of System.Numerics.Tensors, such as labels.</summary>
    public static implicit operator DataArray(Tensor<int> values) => From(values);

    /// <summary>Copies a tensor of System.Numerics.Tensors.</summary>
    public static implicit operator DataArray(Tensor<float> values) => From(values);

    /// <summary>Copies a tensor of System.Numerics.Tensors, rounded to floats.</summary>
    public static implicit operator DataArray(Tensor<double> values) => From(values);

    private static DataArray<T> Flatten<T>(Tensor<T> values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Span<int> lengths = stackalloc int[values.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Shape.LengthOf(values.Lengths[i]);
        var shape = Shape.Create(lengths);
        T[] copy = GC.AllocateUninitializedArray<T>(shape.Size);
        values.FlattenTo(copy);
        return DataArray<T>.Of(copy, shape);
    }
}
