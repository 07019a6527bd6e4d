using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepSharp;

/// <summary>The lengths of a tensor's axes, outermost first: (batch, height, width, channels).</summary>
/// <remarks>
/// At most <see cref="MaxRank"/> axes. A length is 0 or more, or <see cref="Any"/> where it is not known yet, such as the batch
/// axis of a model; that prints as <c>None</c>, as in Keras.
/// </remarks>
/// <example><code>
/// Shape shape = [32, 28, 28, 1];
/// Console.WriteLine(shape[^1]);   // 1
/// Console.WriteLine(shape);       // (32, 28, 28, 1)
/// </code></example>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 8;

    /// <summary>A length that is not known yet.</summary>
    public const int Any = -1;

    private readonly Axes _axes;
    private readonly int _rank;

    private Shape(ReadOnlySpan<int> lengths)
    {
        lengths.CopyTo(_axes);
        _rank = lengths.Length;
    }

    /// <summary>A shape of lengths that are at hand as an array, or one by one: <c>new Shape(28, 28, 1)</c>.</summary>
    /// <inheritdoc cref="Create"/>
    public Shape(params int[] lengths) => this = Create(lengths ?? throw new ArgumentNullException(nameof(lengths)));

    /// <summary>Number of axes; 0 for a single number.</summary>
    public int Rank => _rank;

    /// <summary>Number of values: the product of all lengths, 1 for a single number.</summary>
    /// <exception cref="ShapeException">A length is <see cref="Any"/>, or there are more than 2,147,483,591 values.</exception>
    public int Size
    {
        get
        {
            if (!IsKnown)
            {
                throw new ShapeException(
                    $"Shape {this}: expected all lengths to be known to count the values. Give the axis that is None a length.");
            }

            long size = KnownSize;
            if (size > Array.MaxLength) ThrowTooLarge();
            return (int)size;
        }
    }

    /// <summary>
    /// The product of the lengths that are known: the least number of values that a tensor of this shape has, unless it is empty. What is
    /// more than an array holds need not be exact.
    /// </summary>
    internal long KnownSize
    {
        get
        {
            long size = 1;
            foreach (int length in AsSpan())
            {
                if (length == 0) return 0;

                // Two factors of 31 bits each; what is too large already stays so, unless an axis that follows is empty.
                if (length != Any && size <= Array.MaxLength) size *= length;
            }

            return size;
        }
    }

    /// <summary>Whether every length is known.</summary>
    public bool IsKnown
    {
        get
        {
            foreach (int length in AsSpan())
            {
                if (length == Any) return false;
            }

            return true;
        }
    }

    /// <summary>The length of an axis; negative numbers count from the end, as in Python: <c>shape[-1]</c> is the last.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[int axis] => _axes[NormalizeAxis(axis)];

    /// <summary>The length of an axis, also counted from the end: <c>shape[^1]</c> is the last.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[Index axis]
    {
        get
        {
            // Beyond the beginning the offset is negative, and would count from the end once more.
            int position = axis.GetOffset(_rank);
            if ((uint)position >= (uint)_rank) ThrowNoAxis(axis.IsFromEnd ? -axis.Value : axis.Value);
            return _axes[position];
        }
    }

    /// <summary>Some of the axes, as a shape: <c>shape[1..]</c> is the shape of one sample.</summary>
    /// <exception cref="ShapeException">The axes are not all there.</exception>
    public Shape this[Range axes]
    {
        get
        {
            (int start, int end) = (axes.Start.GetOffset(_rank), axes.End.GetOffset(_rank));
            if (start < 0 || end < start || end > _rank) ThrowNoAxes(axes);
            return new Shape(AsSpan()[start..end]);
        }
    }

    /// <summary>A length that was computed from others, for an axis of the shape of a result.</summary>
    /// <exception cref="ShapeException">No axis is so long.</exception>
    internal static int LengthOf(long length)
    {
        if (length <= int.MaxValue) return (int)length;
        throw new ShapeException(
            $"expected a result with at most {int.MaxValue:N0} values along an axis but it would have {length:N0}. Make it smaller.");
    }

    /// <summary>Refuses what no array can hold, whatever the lengths that are not known turn out to be.</summary>
    /// <exception cref="ShapeException">The lengths that are known make more values than fit in one tensor.</exception>
    internal void RequireArray()
    {
        if (KnownSize > Array.MaxLength) ThrowTooLarge();
    }

    /// <summary>Makes a shape of the given lengths. Usually written as a collection expression: <c>[32, 10]</c>.</summary>
    /// <exception cref="ShapeException">More than <see cref="MaxRank"/> lengths, or one below 0 that is not <see cref="Any"/>.</exception>
    public static Shape Create(ReadOnlySpan<int> lengths)
    {
        if (lengths.Length > MaxRank)
        {
            throw new ShapeException(
                $"Shape: expected at most {MaxRank} axes but got {lengths.Length}. Merge axes that are always used together.");
        }

        foreach (int length in lengths)
        {
            if (length >= Any) continue;
            throw new ShapeException(
                $"Shape: expected lengths of 0 or more (or Shape.Any) but got {length} " +
                $"in ({string.Join(", ", lengths.ToArray().Select(Text))}).");
        }

        return new Shape(lengths);
    }

    /// <summary>The lengths as a span.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> AsSpan() => ((ReadOnlySpan<int>)_axes)[.._rank];

    /// <summary>The lengths as a new array.</summary>
    public int[] ToArray() => AsSpan().ToArray();

    /// <summary>The same shape with another first length.</summary>
    public Shape WithFirst(int length) => With(0, length);

    /// <summary>The same shape with another last length.</summary>
    public Shape WithLast(int length) => With(-1, length);

    /// <summary>The same shape with another length at <paramref name="axis"/>; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Shape With(int axis, int length)
    {
        Axes axes = _axes;
        axes[NormalizeAxis(axis)] = length;
        return new Shape(((ReadOnlySpan<int>)axes)[.._rank]);
    }

    /// <summary>This shape with <paramref name="length"/> as a new first axis.</summary>
    /// <exception cref="ShapeException">The shape has <see cref="MaxRank"/> axes already.</exception>
    public Shape Prepend(int length)
    {
        if (_rank == MaxRank) throw new ShapeException($"Shape {this}: expected at most {MaxRank} axes; there is no room for another.");
        Axes axes = default;
        axes[0] = length;
        AsSpan().CopyTo(((Span<int>)axes)[1..]);
        return new Shape(((ReadOnlySpan<int>)axes)[..(_rank + 1)]);
    }

    /// <summary>The same shape with another axis behind the others.</summary>
    internal Shape Append(int length)
    {
        if (_rank == MaxRank) throw new ShapeException($"Shape {this}: expected at most {MaxRank} axes; there is no room for another.");
        Axes axes = _axes;
        axes[_rank] = length;
        return new Shape(((ReadOnlySpan<int>)axes)[..(_rank + 1)]);
    }

    /// <summary>The same shape with one more axis, which is number <paramref name="axis"/> of the result; -1 is the last.</summary>
    /// <exception cref="ShapeException">There is no such place, or no room for another axis.</exception>
    internal Shape Insert(int axis, int length)
    {
        int position = axis < 0 ? axis + _rank + 1 : axis;
        if ((uint)position > (uint)_rank)
        {
            throw new ShapeException($"Shape {this}: expected a new axis from {-_rank - 1} to {_rank} but got {axis}.");
        }

        Shape longer = Append(length);
        Axes axes = longer._axes;
        AsSpan()[position..].CopyTo(((Span<int>)axes)[(position + 1)..]);
        axes[position] = length;
        return new Shape(((ReadOnlySpan<int>)axes)[..(_rank + 1)]);
    }

    /// <summary>
    /// The position of <paramref name="axis"/> from 0, where negative numbers count from the end as in NumPy: -1 is the last axis.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int NormalizeAxis(int axis)
    {
        int position = axis < 0 ? axis + _rank : axis;
        if ((uint)position >= (uint)_rank) ThrowNoAxis(axis);
        return position;
    }

    /// <summary>
    /// Whether a tensor of <paramref name="actual"/> fits where this shape is expected: equal ranks, and equal lengths except where this
    /// one has <see cref="Any"/>.
    /// </summary>
    public bool Accepts(Shape actual)
    {
        if (_rank != actual._rank) return false;
        for (int i = 0; i < _rank; i++)
        {
            if (_axes[i] != Any && _axes[i] != actual._axes[i]) return false;
        }

        return true;
    }

    /// <summary>The common shape of two operands under NumPy's rules: axes align at the end, and a length of 1 stretches.</summary>
    /// <remarks>A length that is <see cref="Any"/> fits any other.</remarks>
    /// <exception cref="ShapeException">Two lengths differ and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left._rank, right._rank);
        Axes axes = default;
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left._rank ? left._axes[left._rank - i] : 1;
            int r = i <= right._rank ? right._axes[right._rank - i] : 1;
            bool fits = l == r || l == 1 || r == 1 || l == Any || r == Any;
            if (!fits)
            {
                throw new ShapeException(
                    $"Shapes {left} and {right} do not broadcast: axis {rank - i} is {l} against {r}; they must be " +
                    "equal, or one of them 1.");
            }

            // A length that is not known, beside one above 1, can only be that one.
            axes[rank - i] = l == 1 || (l == Any && r != 1) ? r : l;
        }

        return new Shape(((ReadOnlySpan<int>)axes)[..rank]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int length in AsSpan()) hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same lengths.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>As Keras prints it: <c>(None, 32)</c>, <c>(10,)</c>, <c>()</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("(");
        for (int i = 0; i < _rank; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(_axes[i] == Any ? "None" : Text(_axes[i]));
        }

        return text.Append(_rank == 1 ? ",)" : ")").ToString();
    }

    /// <summary>Enumerates the lengths.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Text(int length) => length.ToString(CultureInfo.InvariantCulture);

    [DoesNotReturn]
    private void ThrowTooLarge() => throw new ShapeException(
        $"Shape {this}: expected at most {Array.MaxLength:N0} values in one tensor. Make it smaller: fewer units or columns, " +
        "or fewer samples at a time.");

    [DoesNotReturn]
    private void ThrowNoAxis(int axis) => throw new ShapeException(_rank == 0
        ? $"Shape (): expected a shape that has an axis {axis}, but this is that of a single number."
        : $"Shape {this}: expected an axis from {-_rank} to {_rank - 1} but got {axis}.");

    [DoesNotReturn]
    private void ThrowNoAxes(Range axes) =>
        throw new ShapeException($"Shape {this}: expected a rising range of axes from 0 to {_rank} but got {axes}.");

    [InlineArray(MaxRank)]
    private struct Axes
    {
        private int _first;
    }
}
