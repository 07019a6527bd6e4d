using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using NumericsTensor = System.Numerics.Tensors.Tensor;

namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>A copy of a matrix, shape (rows, columns).</summary>
    public static Tensor From(float[,] values) => FromArray(values);

    /// <summary>A copy of an array of rank 3.</summary>
    public static Tensor From(float[,,] values) => FromArray(values);

    /// <summary>A copy of an array of rank 4, such as (batch, height, width, channels).</summary>
    public static Tensor From(float[,,,] values) => FromArray(values);

    /// <summary>A copy of an array of rank 5, such as (batch, frames, height, width, channels).</summary>
    public static Tensor From(float[,,,,] values) => FromArray(values);

    /// <summary>A matrix rounded to floats, shape (rows, columns).</summary>
    public static Tensor From(double[,] values) => FromDoubles(values);

    /// <summary>An array of rank 3 rounded to floats.</summary>
    public static Tensor From(double[,,] values) => FromDoubles(values);

    /// <summary>An array of rank 4 rounded to floats.</summary>
    public static Tensor From(double[,,,] values) => FromDoubles(values);

    /// <summary>A copy of a tensor of System.Numerics.Tensors, of any strides.</summary>
    /// <exception cref="ShapeException">It has more than <see cref="Shape.MaxRank"/> axes.</exception>
    public static Tensor From(System.Numerics.Tensors.Tensor<float> values)
    {
        Tensor result = Zeros(ShapeOf(values));
        values.FlattenTo(result.Span);
        return result;
    }

    /// <summary>A tensor of System.Numerics.Tensors, of any strides, rounded to floats.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{double}, Shape)" path="/remarks"/>
    /// <exception cref="ShapeException">It has more than <see cref="Shape.MaxRank"/> axes.</exception>
    public static Tensor From(System.Numerics.Tensors.Tensor<double> values)
    {
        Shape shape = ShapeOf(values);
        double[] flat = GC.AllocateUninitializedArray<double>(shape.Size);
        values.FlattenTo(flat);
        return From(flat, shape);
    }

    /// <summary>Copies a vector.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[]? values) => values is null ? null : FromArray(values);

    /// <summary>Copies a vector, rounded to floats.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[]? values) => values is null ? null : FromDoubles(values);

    /// <summary>Copies a matrix.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,]? values) => values is null ? null : From(values);

    /// <summary>Copies an array of rank 3.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,,]? values) => values is null ? null : From(values);

    /// <summary>Copies an array of rank 4, such as (batch, height, width, channels).</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,,,]? values) => values is null ? null : From(values);

    /// <summary>Copies an array of rank 5.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,,,,]? values) => values is null ? null : From(values);

    /// <summary>Copies a matrix, rounded to floats.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,]? values) => values is null ? null : From(values);

    /// <summary>Copies an array of rank 3, rounded to floats.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,,]? values) => values is null ? null : From(values);

    /// <summary>Copies an array of rank 4, rounded to floats.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,,,]? values) => values is null ? null : From(values);

    /// <summary>Copies a tensor of System.Numerics.Tensors.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(System.Numerics.Tensors.Tensor<float>? values) => values is null ? null : From(values);

    /// <summary>Copies a tensor of System.Numerics.Tensors, rounded to floats.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(System.Numerics.Tensors.Tensor<double>? values) => values is null ? null : From(values);

    /// <summary>Copies into a matrix; the rank must be 2.</summary>
    public static explicit operator float[,](Tensor tensor) => (float[,])Require(tensor).ToMultidimensionalArray(2);

    /// <summary>Copies into an array of rank 3; the rank must be 3.</summary>
    public static explicit operator float[,,](Tensor tensor) => (float[,,])Require(tensor).ToMultidimensionalArray(3);

    /// <summary>Copies into an array of rank 4; the rank must be 4.</summary>
    public static explicit operator float[,,,](Tensor tensor) => (float[,,,])Require(tensor).ToMultidimensionalArray(4);

    /// <summary>Copies into a tensor of System.Numerics.Tensors.</summary>
    public static explicit operator System.Numerics.Tensors.Tensor<float>(Tensor tensor) => Require(tensor).ToNumericsTensor();

    /// <summary>A copy as a tensor of System.Numerics.Tensors, the exchange type of .NET.</summary>
    public System.Numerics.Tensors.Tensor<float> ToNumericsTensor()
    {
        nint[] lengths = new nint[Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = _shape[i];
        return NumericsTensor.Create(ToArray(), lengths);
    }

    private static Tensor Require([NotNull] Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }

    private static Shape ShapeOf<T>([NotNull] System.Numerics.Tensors.Tensor<T>? values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Span<int> lengths = stackalloc int[values.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Shape.LengthOf(values.Lengths[i]);
        return Shape.Create(lengths);
    }

    private static Tensor FromArray(Array values) => From(NetArrays.Flat<float>(values), NetArrays.ShapeOf(values));

    private static Tensor FromDoubles(Array values) => From(NetArrays.Flat<double>(values), NetArrays.ShapeOf(values));

    private Array ToMultidimensionalArray(int rank)
    {
        if (Rank != rank)
        {
            throw new ShapeException(
                $"Tensor: expected rank {rank} to convert to an array of that rank but got shape {_shape}. Reshape it first.");
        }

        Array result = rank switch
        {
            2 => new float[_shape[0], _shape[1]],
            3 => new float[_shape[0], _shape[1], _shape[2]],
            _ => new float[_shape[0], _shape[1], _shape[2], _shape[3]],
        };
        if (_length > 0)
        {
            Span.CopyTo(
                MemoryMarshal.CreateSpan(
                ref System.Runtime.CompilerServices.Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(result)), _length));
        }

        return result;
    }
}
