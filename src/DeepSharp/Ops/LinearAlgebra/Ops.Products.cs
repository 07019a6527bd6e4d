namespace DeepSharp;

// Products of vectors, matrices and tensors.
public static partial class Ops
{
    /// <summary>The dot product: of the last axis of one and the last but one of the other; of numbers the plain product.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">Of any shape; of a vector its only axis counts.</param>
    /// <returns>All other axes, those of <paramref name="x1"/> first.</returns>
    /// <exception cref="ShapeException">The axes are not of equal length.</exception>
    public static Tensor Dot(Tensor x1, Tensor x2)
    {
        if (Require(x1).Rank == 0 || Require(x2).Rank == 0) return x1 * x2;
        return TensorDot(x1, x2, [-1], [x2.Rank == 1 ? 0 : -2]);
    }

    /// <summary>The dot product of the last axes.</summary>
    /// <returns>All other axes, those of <paramref name="x1"/> first.</returns>
    /// <exception cref="ShapeException">The axes are not of equal length.</exception>
    public static Tensor Inner(Tensor x1, Tensor x2)
    {
        if (Require(x1).Rank == 0 || Require(x2).Rank == 0) return x1 * x2;
        return TensorDot(x1, x2, [-1], [-1]);
    }

    /// <summary>The products of all values of one with all of the other, (size1, size2).</summary>
    public static Tensor Outer(Tensor x1, Tensor x2) => Require(x1).Reshape([-1, 1]) * Require(x2).Reshape([1, -1]);

    /// <summary>The dot product of all values in order.</summary>
    /// <exception cref="ShapeException">There are not as many values in both.</exception>
    public static Tensor VDot(Tensor x1, Tensor x2) => TensorDot(Ravel(Require(x1)), Ravel(Require(x2)), [0], [0]);

    /// <summary>Sums of products over the last axes of one and the first of the other.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">Of any shape.</param>
    /// <param name="axes">How many axes.</param>
    /// <returns>All other axes, those of <paramref name="x1"/> first.</returns>
    /// <exception cref="ShapeException">There are not so many axes, or they are not of equal lengths.</exception>
    public static Tensor TensorDot(Tensor x1, Tensor x2, int axes = 2)
    {
        if (axes < 0 || axes > Require(x1).Rank || axes > Require(x2).Rank)
        {
            throw new ShapeException($"TensorDot: expected a number of axes that both have but got {axes} for {x1.Shape} and {x2.Shape}.");
        }

        int[] first = AxisPositions.Count(axes), last = AxisPositions.Count(axes);
        foreach (ref int axis in last.AsSpan()) axis += x1.Rank - axes;
        return TensorDot(x1, x2, last, first);
    }

    /// <summary>Sums of products over some axes of both.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">Of any shape.</param>
    /// <param name="axes1">Axes of the first.</param>
    /// <param name="axes2">Axes of the second, each for the one at its place.</param>
    /// <returns>All other axes, those of <paramref name="x1"/> first.</returns>
    /// <exception cref="ShapeException">The axes are not as many, not different, or not of equal lengths.</exception>
    /// <example><code>Tensor y = Ops.TensorDot(x, w, [1, 2], [1, 0]);</code></example>
    public static Tensor TensorDot(Tensor x1, Tensor x2, ReadOnlySpan<int> axes1, ReadOnlySpan<int> axes2)
    {
        (Shape left, Shape right) = (Require(x1).Shape, Require(x2).Shape);
        (List<int> rows, List<int> summed1) = Summed("TensorDot", left, axes1);
        (List<int> columns, List<int> summed2) = Summed("TensorDot", right, axes2);
        bool fits = axes1.Length == axes2.Length;
        for (int i = 0; fits && i < axes1.Length; i++) fits = left[summed1[i]] == right[summed2[i]];
        if (!fits)
        {
            throw new ShapeException(
                $"TensorDot: expected axes of equal lengths but got ({string.Join(", ", axes1.ToArray())}) of {left} and " +
                $"({string.Join(", ", axes2.ToArray())}) of {right}.");
        }

        Shape outer1 = Lengths(left, rows), outer2 = Lengths(right, columns);
        int inner = Lengths(left, summed1).Size;
        Tensor a = x1.Transpose([.. rows, .. summed1]).Reshape([outer1.Size, inner]);
        Tensor b = x2.Transpose([.. summed2, .. columns]).Reshape([inner, outer2.Size]);
        return a.MatMul(b).Reshape(Shape.Create([.. outer1.AsSpan(), .. outer2.AsSpan()]));
    }

    /// <summary>
    /// Cross products of vectors of two or three components. With two, the third is 0; of two such only the third is given.
    /// </summary>
    /// <param name="x1">Vectors along an axis.</param>
    /// <param name="x2">Vectors along an axis; the other axes broadcast.</param>
    /// <param name="axisA">The axis of the vectors of the first.</param>
    /// <param name="axisB">The axis of those of the second.</param>
    /// <param name="axisC">The axis of the result.</param>
    /// <param name="axis">All three axes at once; null for those given.</param>
    /// <exception cref="ShapeException">The vectors have other lengths, or the shapes do not broadcast.</exception>
    public static Tensor Cross(Tensor x1, Tensor x2, int axisA = -1, int axisB = -1, int axisC = -1, int? axis = null)
    {
        if (axis is { } all) (axisA, axisB, axisC) = (all, all, all);
        Tensor a = MoveAxis(Require(x1), axisA, -1), b = MoveAxis(Require(x2), axisB, -1);
        if (a.Shape[^1] is not (2 or 3) || b.Shape[^1] is not (2 or 3))
        {
            throw new ShapeException(
                $"Cross: expected vectors of 2 or 3 components but got {x1.Shape} along axis {axisA} and {x2.Shape} along axis {axisB}.");
        }

        Tensor? az = Component(a, 2), bz = Component(b, 2);
        Tensor ax = Component(a, 0)!, ay = Component(a, 1)!, bx = Component(b, 0)!, by = Component(b, 1)!;
        Tensor z = ax * by - ay * bx;
        if (az is null && bz is null) return z;
        Tensor x = Difference(bz is null ? null : ay * bz, az is null ? null : az * by);
        Tensor y = Difference(az is null ? null : az * bx, bz is null ? null : ax * bz);
        return MoveAxis(Stack([x, y, z], axis: -1), -1, axisC);

        static Tensor? Component(Tensor v, int i) => i < v.Shape[^1] ? Squeeze(Tape.Run(new PartOp(-1, i, 1), v), -1) : null;

        static Tensor Difference(Tensor? first, Tensor? second) => first is null ? -second! : second is null ? first : first - second;
    }

    /// <summary>Every value of one times the whole of the other: Kronecker's product.</summary>
    /// <param name="x1">Of any shape; with fewer axes than the other, axes of 1 come in front.</param>
    /// <param name="x2">Of any shape.</param>
    /// <returns>The lengths of both axes multiplied.</returns>
    public static Tensor Kron(Tensor x1, Tensor x2)
    {
        int rank = Math.Max(Require(x1).Rank, Require(x2).Rank);
        int[] a = Wide(x1.Shape), b = Wide(x2.Shape), between1 = new int[2 * rank], between2 = new int[2 * rank], lengths = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            (between1[2 * axis], between1[2 * axis + 1]) = (a[axis], 1);
            (between2[2 * axis], between2[2 * axis + 1]) = (1, b[axis]);
            lengths[axis] = Shape.LengthOf((long)a[axis] * b[axis]);
        }

        return (x1.Reshape(Shape.Create(between1)) * x2.Reshape(Shape.Create(between2))).Reshape(Shape.Create(lengths));

        int[] Wide(Shape shape) => [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape.AsSpan()];
    }

    /// <summary>Norms of vectors or matrices.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="ord">
    /// Of vectors: null or 2 for the length, 1, ∞, -∞, 0 for how many are not 0, or any power. Of matrices see
    /// <see cref="Norm(Tensor, string, ReadOnlySpan{int}, bool)"/>: null for the square root of the sum of squares; 1 and -1 the largest and smallest sum of
    /// a column's magnitudes, ∞ and -∞ of a row's, 2 and -2 the largest and smallest singular value.
    /// </param>
    /// <param name="axis">
    /// One axis, of vectors, or two, of matrices; none for all values: of more than two axes as one vector, without an order.
    /// </param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ArgumentException">There is no such order for vectors or matrices.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Norm(Tensor x, double? ord = null, ReadOnlySpan<int> axis = default, bool keepDims = false)
    {
        int rank = Require(x).Rank;
        if (axis.IsEmpty && (ord is null || rank == 1)) return VectorNorm(x, ord ?? 2, [], keepDims);
        ReadOnlySpan<int> axes = axis.IsEmpty ? AxisPositions.Count(rank) : axis;
        if (axes.Length == 1) return VectorNorm(x, ord ?? 2, axes, keepDims);
        if (axes.Length != 2)
        {
            throw new ArgumentException(
                $"Norm: expected one axis of vectors or two of matrices but got {axes.Length} with order " +
                $"{ord?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}.",
                nameof(axis));
        }

        if (ord is null) return VectorNorm(x, 2, axes, keepDims);
        (int row, int column) = (x.Shape.NormalizeAxis(axes[0]), x.Shape.NormalizeAxis(axes[1]));
        switch (ord)
        {
            case 1 or -1:
                Tensor columns = Sum(Abs(x), row, keepDims: true);
                Tensor one = ord > 0 ? Max(columns, column, keepDims: true) : Min(columns, column, keepDims: true);
                return Dropped(one, row, column, keepDims);
            case double.PositiveInfinity or double.NegativeInfinity:
                Tensor rows = Sum(Abs(x), column, keepDims: true);
                return Dropped(ord > 0 ? Max(rows, row, keepDims: true) : Min(rows, row, keepDims: true), row, column, keepDims);
            case 2 or -2:
                Tensor values = SingularValues(MoveAxis(x, [row, column], [-2, -1]));
                if (values.Shape[^1] == 0) return Restored(Zeros(values.Shape[..^1]), row, column, keepDims);
                return Restored(ord > 0 ? Max(values, axis: -1) : Min(values, axis: -1), row, column, keepDims);
            default:
                throw new ArgumentException(
                    System.FormattableString.Invariant($"Norm: expected an order of 1, -1, 2, -2, ∞ or -∞ for matrices but got {ord}."),
                    nameof(ord));
        }
    }

    /// <summary>Norms of matrices by name, or of vectors by their length.</summary>
    /// <param name="x">Of two axes or more.</param>
    /// <param name="ord"><c>"fro"</c>: the square root of the sum of squares; or <c>"nuc"</c>: the sum of the singular values.</param>
    /// <param name="axis">Two axes; none for both of a matrix.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ArgumentException">There is no such order, or not two axes.</exception>
    public static Tensor Norm(Tensor x, string ord, ReadOnlySpan<int> axis = default, bool keepDims = false)
    {
        ReadOnlySpan<int> axes = axis.IsEmpty ? AxisPositions.Count(Require(x).Rank) : axis;
        if (axes.Length != 2)
        {
            throw new ArgumentException(
                $"Norm: expected two axes, of matrices, for the order '{ord}' but got {axes.Length}.", nameof(axis));
        }

        (int row, int column) = (x.Shape.NormalizeAxis(axes[0]), x.Shape.NormalizeAxis(axes[1]));
        return ord switch
        {
            "fro" => VectorNorm(x, 2, axes, keepDims),
            "nuc" => Restored(Sum(SingularValues(MoveAxis(x, [row, column], [-2, -1])), axis: -1), row, column, keepDims),
            _ => throw new ArgumentException($"Norm: expected an order of fro or nuc, or a number, but got '{ord}'.", nameof(ord)),
        };
    }

    /// <summary>Distances of all points of one set from all of another.</summary>
    /// <param name="x">(..., points, width).</param>
    /// <param name="y">(..., others, width). Axes before broadcast.</param>
    /// <returns>(..., points, others). Where the distance is 0, the gradient is 0.</returns>
    /// <exception cref="ShapeException">The points have other widths.</exception>
    public static Tensor CDist(Tensor x, Tensor y)
    {
        (Shape left, Shape right) = (Require(x).Shape, Require(y).Shape);
        if (left.Rank < 2 || right.Rank < 2 || left[^1] != right[^1])
        {
            throw new ShapeException($"CDist: expected points of one width, (..., points, width), but got {left} and {right}.");
        }

        Tensor squares = Sum(Square(ExpandDims(x, -2) - ExpandDims(y, -3)), axis: -1);
        Tensor isApart = Greater(squares, 0);
        return Where(isApart, Sqrt(Where(isApart, squares, OnesLike(squares))), Tensor.Constant(0f));
    }

    /// <summary>Pearson's correlations of variables.</summary>
    /// <param name="x">(variables, observations), or one variable.</param>
    /// <returns>(variables, variables).</returns>
    /// <exception cref="ShapeException">There are more than two axes.</exception>
    public static Tensor CorrCoef(Tensor x)
    {
        if (Require(x).Rank is not (1 or 2)) throw new ShapeException($"CorrCoef: expected (variables, observations) but got {x.Shape}.");
        Tensor apart = x - Mean(x, axis: -1, keepDims: true);
        if (x.Rank == 1) return Sum(Square(apart)) / Sum(Square(apart));
        Tensor covariances = apart.MatMul(SwapAxes(apart, 0, 1)), deviations = Sqrt(Diagonal(covariances));
        return covariances / ExpandDims(deviations, 0) / ExpandDims(deviations, 1);
    }

    /// <summary>Sums of products of two vectors with one moved along the other.</summary>
    /// <param name="x1">(values,).</param>
    /// <param name="x2">(values,).</param>
    /// <param name="mode">
    /// <c>"valid"</c>: where one lies within the other; <c>"same"</c>: as long as the longer one; <c>"full"</c>: wherever they meet.
    /// </param>
    /// <exception cref="ShapeException">A tensor is not of rank 1, or is empty.</exception>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static Tensor Correlate(Tensor x1, Tensor x2, string mode = "valid")
    {
        if ((Require(x1).Rank, Require(x2).Rank) != (1, 1) || x1.Size == 0 || x2.Size == 0)
        {
            throw new ShapeException($"Correlate: expected two vectors but got {x1.Shape} and {x2.Shape}.");
        }

        (int n, int m) = (x1.Size, x2.Size);
        int all = n + m - 1, longer = Math.Max(n, m), shorter = Math.Min(n, m);
        (int first, int count) = mode switch
        {
            "full" => (0, all),
            "same" => ((all - longer) / 2, longer),
            "valid" => (shorter - 1, longer - shorter + 1),
            _ => throw new ArgumentException($"Correlate: expected a mode of valid, same or full but got '{mode}'.", nameof(mode)),
        };

        // Row k has the part of x1 that lies under x2 when it is moved to k, in zeros.
        var positions = new int[Shape.LengthOf((long)count * m)];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < m; i++)
            {
                int at = first + k - (m - 1) + i;
                positions[k * m + i] = at >= 0 && at < n ? at : -1;
            }
        }

        Tensor windows = Tape.Run(new GatherOp("Correlate", positions, [count, m]), x1);
        return Squeeze(windows.MatMul(ExpandDims(x2, -1)), -1);
    }

    private static Tensor VectorNorm(Tensor x, double ord, ReadOnlySpan<int> axes, bool keepDims) => ord switch
    {
        2 => Sqrt(Sum(Square(x), axes, keepDims)),
        1 => Sum(Abs(x), axes, keepDims),
        0 => Sum(NotEqual(x, 0), axes, keepDims),
        double.PositiveInfinity => Max(Abs(x), axes, keepDims),
        double.NegativeInfinity => Min(Abs(x), axes, keepDims),
        _ => Power(Sum(Power(Abs(x), ord), axes, keepDims), 1 / ord),
    };

    private static Tensor Dropped(Tensor x, int first, int second, bool keepDims) =>
        keepDims ? x : Squeeze(Squeeze(x, Math.Max(first, second)), Math.Min(first, second));

    private static Tensor Restored(Tensor x, int first, int second, bool keepDims) =>
        keepDims ? ExpandDims(ExpandDims(x, Math.Min(first, second)), Math.Max(first, second)) : x;

    private static (List<int> Others, List<int> Summed) Summed(string name, Shape shape, ReadOnlySpan<int> axes)
    {
        var summed = new List<int>();
        foreach (int axis in axes)
        {
            int position = shape.NormalizeAxis(axis);
            if (summed.Contains(position))
            {
                throw new ShapeException($"{name}: expected different axes but got ({string.Join(", ", axes.ToArray())}).");
            }

            summed.Add(position);
        }

        var others = new List<int>();
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (!summed.Contains(axis)) others.Add(axis);
        }

        return (others, summed);
    }

    private static Shape Lengths(Shape shape, List<int> axes)
    {
        Span<int> lengths = stackalloc int[axes.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = shape[axes[i]];
        return Shape.Create(lengths);
    }
}
