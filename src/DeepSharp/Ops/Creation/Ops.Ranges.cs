namespace DeepSharp;

// Numbers that follow a rule.
public static partial class Ops
{
    /// <summary>0, 1, ... to before a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more numbers than fit in one tensor.</exception>
    public static Tensor Arange(double stop) => Tensor.Range(0, stop);

    /// <summary>The numbers <paramref name="start"/>, start + <paramref name="step"/>, ... before <paramref name="stop"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is zero, or there are more numbers than fit in one tensor.</exception>
    public static Tensor Arange(double start, double stop, double step = 1) => Tensor.Range(start, stop, step);

    /// <summary>One value everywhere in the shape of a tensor.</summary>
    /// <param name="x">Of any shape; its values do not count.</param>
    /// <param name="fillValue">Rounded to a float.</param>
    public static Tensor FullLike(Tensor x, double fillValue) => Full(Require(x).Shape, fillValue);

    /// <summary>Zeros: Keras's <c>empty</c>, whose values are not said.</summary>
    /// <param name="shape">All lengths known.</param>
    public static Tensor Empty(Shape shape) => Zeros(shape);

    /// <summary>Zeros in the shape of a tensor: Keras's <c>empty_like</c>, whose values are not said.</summary>
    /// <param name="x">Of any shape; its values do not count.</param>
    public static Tensor EmptyLike(Tensor x) => ZerosLike(x);

    /// <summary>Numbers at equal distances.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">The last, or what comes after it.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 0.</exception>
    /// <example><code>Tensor grid = Ops.Linspace(-1, 1, 101);</code></example>
    public static Tensor Linspace(double start, double stop, int num = 50, bool endpoint = true) =>
        Spaced("Linspace", num, endpoint, share => start + (stop - start) * share, stop);

    /// <summary>Tensors at equal distances from one tensor to another, along a new axis.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">The last, or what comes after it.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last.</param>
    /// <param name="axis">Where the new axis is in the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 0.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast, or there is no such axis.</exception>
    public static Tensor Linspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, int axis = 0)
    {
        Shape shape = Shape.Broadcast(Require(start).Shape, Require(stop).Shape);
        int place = shape.Append(1).NormalizeAxis(axis);
        Shape line = Shape.Create([.. Enumerable.Repeat(1, shape.Rank + 1)]).With(place, num < 0 ? 0 : num);
        Tensor shares = Spaced("Linspace", num, endpoint, share => share, 1).Reshape(line);
        Tensor from = ExpandDims(BroadcastTo(start, shape), place), to = ExpandDims(BroadcastTo(stop, shape), place);
        return from * (1 - shares) + to * shares;
    }

    /// <summary>Powers of a base whose exponents are at equal distances.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="stop">The last exponent, or what comes after it.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last.</param>
    /// <param name="base">The base.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 0.</exception>
    public static Tensor Logspace(double start, double stop, int num = 50, bool endpoint = true, double @base = 10) =>
        Spaced("Logspace", num, endpoint, share => Math.Pow(@base, start + (stop - start) * share), Math.Pow(@base, stop));

    /// <summary>Numbers with equal quotients.</summary>
    /// <param name="start">The first, not 0.</param>
    /// <param name="stop">The last, or what comes after it; not 0, and of the same sign.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether <paramref name="stop"/> is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 0, or a number is 0 or has another sign.</exception>
    public static Tensor Geomspace(double start, double stop, int num = 50, bool endpoint = true)
    {
        if (!(start * stop > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Geomspace: expected two numbers of one sign, not 0, but got {start} and {stop}.");
        }

        return Spaced("Geomspace", num, endpoint, share => start * Math.Pow(stop / start, share), stop);
    }

    // The ends are exact.
    private static Tensor Spaced(string name, int num, bool endpoint, Func<double, double> at, double last)
    {
        RequireCount(name, nameof(num), num);
        Tensor result = Tensor.Temporary([num]);
        double steps = endpoint ? Math.Max(1, num - 1) : num;
        for (int i = 0; i < num; i++) result.Span[i] = (float)at(i / steps);
        if (endpoint && num > 1) result.Span[^1] = (float)last;
        return result;
    }
}
