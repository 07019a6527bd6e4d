namespace DeepSharp;

// Along an axis, from one value to the next.
public static partial class Ops
{
    /// <summary>The sum of all values up to each.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis; null for all values in order, as a vector.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor CumSum(Tensor x, int? axis = null) => Cumulated(x, axis, isProduct: false);

    /// <summary>The product of all values up to each.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis; null for all values in order, as a vector.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor CumProd(Tensor x, int? axis = null) => Cumulated(x, axis, isProduct: true);

    /// <summary>The sum of all values up to each, where NaN counts as 0.</summary>
    /// <inheritdoc cref="CumSum(Tensor, int?)"/>
    public static Tensor NanCumSum(Tensor x, int? axis = null) => CumSum(WithoutNaN(x, 0), axis);

    /// <summary>The product of all values up to each, where NaN counts as 1.</summary>
    /// <inheritdoc cref="CumProd(Tensor, int?)"/>
    public static Tensor NanCumProd(Tensor x, int? axis = null) => CumProd(WithoutNaN(x, 1), axis);

    /// <summary>The differences of neighbours along an axis, taken several times.</summary>
    /// <param name="a">Of one axis or more.</param>
    /// <param name="n">How many times.</param>
    /// <param name="axis">The axis, which becomes shorter by one each time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 0.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Diff(Tensor a, int n = 1, int axis = -1)
    {
        RequireCount("Diff", nameof(n), n);
        int position = Require(a).Shape.NormalizeAxis(axis);
        for (int i = 0; i < n && a.Shape[position] > 0; i++)
        {
            int count = a.Shape[position] - 1;
            a = Part(a, position, 1, count) - Part(a, position, 0, count);
        }

        return a;
    }

    /// <summary>The integral along an axis by the trapezoidal rule, with values at equal distances.</summary>
    /// <param name="y">Of one axis or more.</param>
    /// <param name="dx">The distance.</param>
    /// <param name="axis">The axis, which goes.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public static Tensor Trapezoid(Tensor y, double dx = 1, int axis = -1)
    {
        (Tensor before, Tensor after) = Neighbours("Trapezoid", y, axis);
        return Sum((before + after) * (dx / 2), axis);
    }

    /// <summary>The integral along an axis by the trapezoidal rule, with values at given places.</summary>
    /// <param name="y">Of one axis or more.</param>
    /// <param name="x">The places: a vector along the axis, or of the shape of <paramref name="y"/>.</param>
    /// <param name="axis">The axis, which goes.</param>
    /// <exception cref="ShapeException">There is no such axis, it is empty, or there are not as many places.</exception>
    public static Tensor Trapezoid(Tensor y, Tensor x, int axis = -1)
    {
        (Tensor before, Tensor after) = Neighbours("Trapezoid", y, axis);
        int position = y.Shape.NormalizeAxis(axis);
        if (Require(x).Rank == 1 && y.Rank > 1)
        {
            Shape line = Shape.Create([.. Enumerable.Repeat(1, y.Rank)]).With(position, x.Size);
            x = x.Reshape(line);
        }

        if (x.Rank != y.Rank || x.Shape[position] != y.Shape[position])
        {
            throw new ShapeException($"Trapezoid: expected as many places as {y.Shape} has values along axis {axis} but got {x.Shape}.");
        }

        return Sum((before + after) * Diff(x, 1, position) * 0.5, position);
    }

    private static (Tensor Before, Tensor After) Neighbours(string name, Tensor y, int axis)
    {
        int position = Require(y).Shape.NormalizeAxis(axis), count = y.Shape[position] - 1;
        if (count < 0) throw new ShapeException($"{name}: expected at least one value along axis {axis} but got {y.Shape}.");
        return (Part(y, position, 0, count), Part(y, position, 1, count));
    }

    private static Tensor Cumulated(Tensor x, int? axis, bool isProduct)
    {
        Tensor line = axis is null ? Ravel(x) : Require(x);
        return Tape.Run(new CumulateOp(axis ?? 0, isProduct), line);
    }
}
