using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// An array of 32-bit floats with a shape: row-major, contiguous, the last axis fastest. Images are (batch, height, width, channels).
/// </summary>
/// <remarks>
/// <para>Tensors belong to the garbage collector: there is nothing to dispose. <see cref="Reshape(DeepSharp.Shape)"/> and
/// <see cref="Slice"/> give views of the same values; everything else gives new ones.</para>
/// <para>Class labels and token ids are whole-number floats, exact to 16,777,216; see <see cref="FromLabels(ReadOnlySpan{int})"/>.</para>
/// <para>A tensor made inside a training step of <c>Fit</c> lives in memory that the next step reuses. Reading it between steps
/// throws, and in a later step it may hold that step's values; call <see cref="Clone"/> inside the step to keep it.</para>
/// </remarks>
/// <example><code>
/// var x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
/// var y = (x * 2f).Sum(axis: 1);          // (2,): 12, 30
/// float first = y[0];
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    private float[] _buffer;
    private int _offset;
    private int _length;
    private Shape _shape;

    internal Tensor(ArraySegment<float> values, Shape shape)
        : this(values.Array!, values.Offset, shape)
    {
    }

    internal Tensor(float[] buffer, int offset, Shape shape)
    {
        _buffer = buffer;
        _offset = offset;
        _shape = shape;
        _length = shape.Size;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape => _shape;

    /// <summary>Number of axes.</summary>
    public int Rank => _shape.Rank;

    /// <summary>Number of values.</summary>
    public int Size => _length;

    /// <summary>The values in row-major order. Writing to the span changes the tensor, and every view of it.</summary>
    /// <exception cref="InvalidOperationException">The tensor belonged to an earlier training step.</exception>
    public Span<float> Span
    {
        get
        {
            CountSpan();
            Version?.Open();
            return Values;
        }
    }

    /// <summary>
    /// <see cref="Span"/> for the library: for ops, which write to nothing but their output, and for what counts its changes of weights.
    /// </summary>
    internal Span<float> Values
    {
        get
        {
            ThrowIfStale();
            return new Span<float>(_buffer, _offset, _length);
        }
    }

    /// <summary>The value at the given position, one index an axis; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">The number of indices is not the rank, or an index is outside its axis.</exception>
    [IndexerName("Element")]
    public float this[params ReadOnlySpan<int> indices]
    {
        get => Values[Position(indices)];
        set => Set(Position(indices), value);
    }

    /// <summary>Rows <paramref name="range"/> of the first axis, as a view: <c>x[..32]</c> is the first 32 samples.</summary>
    /// <exception cref="ShapeException">The tensor has no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is outside the first axis.</exception>
    [IndexerName("Element")]
    public Tensor this[Range range]
    {
        get
        {
            if (Rank == 0)
            {
                throw new ShapeException("Tensor: expected at least one axis to take a range of, but this is a single number, shape ().");
            }

            int start = range.Start.GetOffset(_shape[0]);
            return Slice(start, range.End.GetOffset(_shape[0]) - start);
        }
    }

    /// <summary>The value of a tensor that holds exactly one.</summary>
    /// <exception cref="ShapeException">The tensor holds more or fewer values.</exception>
    public float Item() => _length == 1
        ? Values[0]
        : throw new ShapeException(
            $"Item: expected a tensor of one value but got shape {_shape} with {_length}. Index it, or reduce it first.");

    /// <summary>A copy with its own memory.</summary>
    public Tensor Clone() => Copy(Values, _shape);

    /// <summary>The values in row-major order, as a new array.</summary>
    public float[] ToArray() => Values.ToArray();

    /// <summary>Copies the values of another tensor of the same shape into this one.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void Assign(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source._shape != _shape)
        {
            throw new ShapeException($"Assign: expected values of shape {_shape} but got {source._shape}. Reshape them first.");
        }

        CountSpan();
        Version?.Count();
        source.Values.CopyTo(Values);
        Version?.Count();
    }

    private void Set(int position, float value)
    {
        CountSpan();
        Version?.Count();
        Values[position] = value;
        Version?.Count();
    }

    private int Position(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Rank)
        {
            throw new ShapeException(
                $"Tensor: expected {Rank} indices for shape {_shape} but got {indices.Length}. Give one for every axis.");
        }

        int position = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            int length = _shape[axis];
            int index = indices[axis] < 0 ? indices[axis] + length : indices[axis];
            if ((uint)index >= (uint)length)
            {
                throw new ShapeException(
                    $"Tensor: expected an index from {-length} to {length - 1} on axis {axis} of shape {_shape} but got {indices[axis]}.");
            }

            position = position * length + index;
        }

        return position;
    }
}
