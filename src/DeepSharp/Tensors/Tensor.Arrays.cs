using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepSharp;

// The same with arrays, for shapes that are computed and for F#, whose [| 2; 3 |] is always an array. Where both fit, brackets in C# are
// shapes and spans as before.
public sealed partial class Tensor
{
    /// <inheritdoc cref="Zeros(Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Zeros(params int[] shape) => Zeros(new Shape(shape));

    /// <inheritdoc cref="Ones(Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Ones(params int[] shape) => Ones(new Shape(shape));

    /// <inheritdoc cref="Full(Shape, double)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Full(int[] shape, double value) => Full(new Shape(shape), value);

    /// <inheritdoc cref="From(ReadOnlySpan{float})"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor From(float[] values) => From(values.AsSpan());

    /// <inheritdoc cref="From(ReadOnlySpan{double})"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor From(double[] values) => From(values.AsSpan());

    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor From(float[] values, int[] shape) => From(values.AsSpan(), new Shape(shape));

    /// <inheritdoc cref="From(ReadOnlySpan{double}, Shape)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor From(double[] values, int[] shape) => From(values.AsSpan(), new Shape(shape));

    /// <inheritdoc cref="RandomNormal(Shape, double, double, long?)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor RandomNormal(int[] shape, double mean = 0, double stddev = 1, long? seed = null) =>
        RandomNormal(new Shape(shape), mean, stddev, seed);

    /// <inheritdoc cref="RandomUniform(Shape, double, double, long?)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor RandomUniform(int[] shape, double minval = 0, double maxval = 1, long? seed = null) =>
        RandomUniform(new Shape(shape), minval, maxval, seed);

    /// <inheritdoc cref="Reshape(DeepSharp.Shape)"/>
    [OverloadResolutionPriority(-1)]
    public Tensor Reshape(params int[] shape) => Reshape(new Shape(shape));

    /// <inheritdoc cref="Transpose(ReadOnlySpan{int})"/>
    [OverloadResolutionPriority(-1)]
    public Tensor Transpose(int[] permutation) => Transpose((ReadOnlySpan<int>)permutation);

    /// <summary>The value at a position of a vector.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("Element"), EditorBrowsable(EditorBrowsableState.Never)]
    public float this[int i]
    {
        get => Values[Position([i])];
        set => Set(Position([i]), value);
    }

    /// <summary>The value at a position of a matrix.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("Element"), EditorBrowsable(EditorBrowsableState.Never)]
    public float this[int i, int j]
    {
        get => Values[Position([i, j])];
        set => Set(Position([i, j]), value);
    }

    /// <summary>The value at a position of rank 3.</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("Element"), EditorBrowsable(EditorBrowsableState.Never)]
    public float this[int i, int j, int k]
    {
        get => Values[Position([i, j, k])];
        set => Set(Position([i, j, k]), value);
    }

    /// <summary>The value at a position of rank 4, such as (batch, height, width, channels).</summary>
    /// <inheritdoc cref="this[ReadOnlySpan{int}]"/>
    [IndexerName("Element"), EditorBrowsable(EditorBrowsableState.Never)]
    public float this[int i, int j, int k, int l]
    {
        get => Values[Position([i, j, k, l])];
        set => Set(Position([i, j, k, l]), value);
    }
}
