namespace DeepSharp;

// Other shapes and other orders of the same values, and products of matrices.
public static partial class Ops
{
    /// <summary>The product of matrices.</summary>
    /// <param name="x1">(..., rows, inner), or (inner,), a row. Axes before the last two are batches and broadcast.</param>
    /// <param name="x2">(..., inner, columns), or (inner,), a column.</param>
    /// <returns>(..., rows, columns), without the axis that a vector lacks.</returns>
    /// <exception cref="ShapeException">An operand has no axis, or the inner lengths or the batches do not fit.</exception>
    /// <example><code>Tensor scores = Ops.MatMul(queries, Ops.Transpose(keys));</code></example>
    public static Tensor MatMul(Tensor x1, Tensor x2)
    {
        (bool isRow, bool isColumn) = (Require(x1).Rank == 1, Require(x2).Rank == 1);
        if (!isRow && !isColumn) return x1.MatMul(x2);
        Tensor product = (isRow ? ExpandDims(x1, 0) : x1).MatMul(isColumn ? ExpandDims(x2, 1) : x2);
        if (isColumn) product = Squeeze(product, -1);
        return isRow ? Squeeze(product, isColumn ? -1 : -2) : product;
    }

    /// <summary>The same values under another shape, as a view. One length may be -1: it follows from the others.</summary>
    /// <exception cref="ShapeException">The new shape does not hold as many values.</exception>
    public static Tensor Reshape(Tensor x, Shape newShape) => Require(x).Reshape(newShape);

    /// <summary>The axes in reverse order, as a copy: a matrix is transposed.</summary>
    public static Tensor Transpose(Tensor x) => Require(x).Transpose();

    /// <summary>The axes in another order, as a copy: axis i of the result is axis <c>axes[i]</c> of <paramref name="x"/>.</summary>
    /// <exception cref="ShapeException">The list does not name every axis once.</exception>
    /// <example><code>Tensor channelsFirst = Ops.Transpose(images, [0, 3, 1, 2]);</code></example>
    public static Tensor Transpose(Tensor x, ReadOnlySpan<int> axes) => Require(x).Transpose(axes);

    /// <summary>Stretched to a shape by NumPy's rules.</summary>
    /// <exception cref="ShapeException">The tensor does not stretch to the shape.</exception>
    public static Tensor BroadcastTo(Tensor x, Shape shape) => Require(x).BroadcastTo(shape);

    /// <summary>A new axis of length 1, as a view.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">Where the new axis is in the result; -1 for the last.</param>
    /// <exception cref="ShapeException">There is no such place.</exception>
    /// <example><code>Tensor column = Ops.ExpandDims(labels, -1);   // (32,) to (32, 1)</code></example>
    public static Tensor ExpandDims(Tensor x, int axis) => Tape.Run(new ExpandDimsOp(axis), Require(x));

    /// <summary>Without axes of length 1, as a view.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis to drop, of length 1; null for all such.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is longer.</exception>
    public static Tensor Squeeze(Tensor x, int? axis = null)
    {
        Shape shape = Require(x).Shape;
        int only = axis is { } named ? shape.NormalizeAxis(named) : -1;
        if (only >= 0 && shape[only] != 1) throw new ShapeException($"Squeeze: expected axis {only} to have length 1 but got {shape}.");
        Span<int> lengths = stackalloc int[shape.Rank];
        int rank = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            bool isDropped = only >= 0 ? i == only : shape[i] == 1;
            if (!isDropped) lengths[rank++] = shape[i];
        }

        return x.Reshape(Shape.Create(lengths[..rank]));
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    /// <param name="xs">Of shapes that agree but for the axis.</param>
    /// <param name="axis">The axis whose lengths add up; 0 is the batch.</param>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    /// <exception cref="ShapeException">The shapes do not agree, or there is no such axis.</exception>
    /// <example><code>Tensor both = Ops.Concatenate([left, right], axis: -1);   // (32, 8) and (32, 4) to (32, 12)</code></example>
    public static Tensor Concatenate(ReadOnlySpan<Tensor> xs, int axis = 0)
    {
        RequireSome(xs, nameof(Concatenate));
        return Tape.Run(new ConcatenateOp(axis), xs);
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="xs">All of one shape.</param>
    /// <param name="axis">Where the new axis is in the result; -1 for the last.</param>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place.</exception>
    /// <example><code>Tensor steps = Ops.Stack([first, second], axis: 1);   // twice (32, 8) to (32, 2, 8)</code></example>
    public static Tensor Stack(ReadOnlySpan<Tensor> xs, int axis = 0)
    {
        RequireSome(xs, nameof(Stack));
        var expanded = new Tensor[xs.Length];
        for (int i = 0; i < expanded.Length; i++)
        {
            if (xs[i].Shape != xs[0].Shape)
            {
                throw new ShapeException($"Stack: expected tensors of one shape but got {xs[0].Shape} and {xs[i].Shape}.");
            }

            expanded[i] = ExpandDims(xs[i], axis);
        }

        return Tape.Run(new ConcatenateOp(axis), expanded);
    }

    /// <summary>An axis cut into parts of equal length.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="sections">How many parts; a divisor of the axis.</param>
    /// <param name="axis">The axis to cut.</param>
    /// <exception cref="ShapeException">There is no such axis, or it does not fall into so many equal parts.</exception>
    /// <example><code>Tensor[] gates = Ops.Split(x, 4, axis: -1);   // (32, 256) to four of (32, 64)</code></example>
    public static Tensor[] Split(Tensor x, int sections, int axis = 0)
    {
        int length = Require(x).Shape[x.Shape.NormalizeAxis(axis)];
        if (sections < 1 || length % sections != 0)
        {
            throw new ShapeException($"Split: expected a number of parts that divides axis {axis} of {x.Shape} but got {sections}.");
        }

        var parts = new Tensor[sections];
        for (int i = 0; i < sections; i++) parts[i] = Part(x, axis, i * (length / sections), length / sections);
        return parts;
    }

    /// <summary>An axis cut before some positions.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="indices">Rising positions: each begins the next part.</param>
    /// <param name="axis">The axis to cut.</param>
    /// <exception cref="ShapeException">There is no such axis, or the positions do not rise within it.</exception>
    /// <example><code>Tensor[] parts = Ops.Split(x, [2, 5], axis: 1);   // columns 0 and 1; 2 to 4; the rest</code></example>
    public static Tensor[] Split(Tensor x, ReadOnlySpan<int> indices, int axis = 0)
    {
        int length = Require(x).Shape[x.Shape.NormalizeAxis(axis)], start = 0;
        var parts = new Tensor[indices.Length + 1];
        for (int i = 0; i < parts.Length; i++)
        {
            int end = i < indices.Length ? indices[i] : length;
            if (end < start || end > length)
            {
                throw new ShapeException(
                    $"Split: expected rising positions within axis {axis} of {x.Shape} but got {string.Join(", ", indices.ToArray())}.");
            }

            parts[i] = Part(x, axis, start, end - start);
            start = end;
        }

        return parts;
    }

    /// <summary>1 at the place of a new axis that each label names, 0 elsewhere; all 0 where it names none. No gradient.</summary>
    /// <param name="x">Labels: whole numbers from 0.</param>
    /// <param name="numClasses">The length of the new axis.</param>
    /// <param name="axis">Where the new axis is in the result; -1 for the last.</param>
    /// <exception cref="ShapeException">There is no such place.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numClasses"/> is below 1.</exception>
    /// <example><code>Tensor target = Ops.OneHot(labels, 10);   // (32,) to (32, 10)</code></example>
    public static Tensor OneHot(Tensor x, int numClasses, int axis = -1)
    {
        if (numClasses < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(numClasses), $"OneHot: expected 1 class or more but got {numClasses}.");
        }

        return Tape.Run(new OneHotOp(numClasses, axis), Require(x));
    }

    // Parts of the first axis are views.
    private static Tensor Part(Tensor x, int axis, int start, int count) =>
        x.Shape.NormalizeAxis(axis) == 0 ? x.Slice(start, count) : Tape.Run(new PartOp(axis, start, count), x);

    private static void RequireSome(ReadOnlySpan<Tensor> xs, string name)
    {
        if (xs.IsEmpty) throw new ArgumentException($"{name}: expected at least one tensor but got none.");
        foreach (Tensor x in xs) Require(x);
    }
}
