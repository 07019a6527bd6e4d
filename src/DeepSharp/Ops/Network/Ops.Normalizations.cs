namespace DeepSharp;

// Values brought to a common scale, as keras.ops.nn has it.
public static partial class Ops
{
    private const double KerasEpsilon = 1e-7;

    /// <summary>Scaled so that the norm along an axis is 1.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="order">The order of the norm, 1 or more.</param>
    /// <param name="epsilon">The smallest norm to divide by; null for 1e-7.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is below 1.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Normalize(Tensor x, int axis = -1, int order = 2, double? epsilon = null)
    {
        RequireAtLeastOne("Normalize", nameof(order), order);
        if (Require(x).Rank == 0) x = ExpandDims(x, 0);
        double least = epsilon ?? KerasEpsilon;
        if (order != 2) return x / Maximum(Norm(x, order, [axis], keepDims: true), least);

        // Of zeros the root has no slope: it is taken of what is above the square of the least norm.
        Tensor squares = Sum(Square(x), axis, keepDims: true);
        return x * Minimum(Rsqrt(Maximum(squares, Math.Max(least * least, 1e-37))), 1 / least);
    }

    /// <summary>(x - mean)/√(variance + epsilon)·scale + offset, with one number for each place along an axis.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="mean">(channels,).</param>
    /// <param name="variance">(channels,).</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="offset">(channels,); null for 0.</param>
    /// <param name="scale">(channels,); null for 1.</param>
    /// <param name="epsilon">Keeps the root above 0.</param>
    /// <exception cref="ShapeException">There is no such axis, or not one number for each of its places.</exception>
    public static Tensor BatchNormalization(
        Tensor x, Tensor mean, Tensor variance, int axis, Tensor? offset = null, Tensor? scale = null, double epsilon = 1e-3)
    {
        Shape shape = Require(x).Shape;
        Require(mean);
        Require(variance);
        Shape line = Shape.Create([.. Enumerable.Repeat(1, shape.Rank)]).With(axis, shape[axis]);
        Tensor inverse = Rsqrt(Line(variance, nameof(variance)) + epsilon);
        if (scale is not null) inverse *= Line(scale, nameof(scale));
        Tensor rest = -Line(mean, nameof(mean)) * inverse;
        if (offset is not null) rest += Line(offset, nameof(offset));
        return x * inverse + rest;

        Tensor Line(Tensor values, string name) => values.Shape == [shape[axis]]
            ? values.Reshape(line)
            : throw new ShapeException(
                $"BatchNormalization: expected {name} of shape ({shape[axis]},) for axis {axis} of {shape} but got {values.Shape}.");
    }

    /// <summary>(x - mean)/√(variance + epsilon)·gamma + beta, with the moments along an axis.</summary>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="gamma">As many numbers as the axis is long; null for 1.</param>
    /// <param name="beta">As many numbers; null for 0.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="epsilon">Keeps the root above 0; null for 1e-7.</param>
    /// <exception cref="ShapeException">There is no such axis, or not as many numbers.</exception>
    public static Tensor LayerNormalization(Tensor x, Tensor? gamma = null, Tensor? beta = null, int axis = -1, double? epsilon = null) =>
        LayerNormalization(x, [axis], gamma, beta, epsilon);

    /// <summary>The same with the moments over several axes.</summary>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="axis">The axes.</param>
    /// <param name="gamma">Of the shape of these axes, in rising order; null for 1.</param>
    /// <param name="beta">Of the same shape; null for 0.</param>
    /// <param name="epsilon">Keeps the root above 0; null for 1e-7.</param>
    /// <exception cref="ShapeException">There is no such axis, or the shapes do not fit.</exception>
    public static Tensor LayerNormalization(
        Tensor x, ReadOnlySpan<int> axis, Tensor? gamma = null, Tensor? beta = null, double? epsilon = null)
    {
        Shape wide = AlongAxes("LayerNormalization", Require(x).Shape, axis);
        (Tensor mean, Tensor variance) = Moments(x, axis, keepDims: true);
        Tensor y = (x - mean) * Rsqrt(variance + (epsilon ?? KerasEpsilon));
        if (gamma is not null) y *= Along("LayerNormalization", gamma, wide);
        return beta is null ? y : y + Along("LayerNormalization", beta, wide);
    }

    /// <summary>x/√(mean of x² + epsilon)·scale, with the mean along an axis.</summary>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="scale">As many numbers as the axis is long, or whatever broadcasts; null for 1.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="epsilon">Keeps the root above 0; null for 1e-7.</param>
    /// <exception cref="ShapeException">There is no such axis, or the scale does not broadcast.</exception>
    public static Tensor RmsNormalization(Tensor x, Tensor? scale = null, int axis = -1, double? epsilon = null) =>
        RmsNormalization(x, [axis], scale, epsilon);

    /// <summary>The same with the mean over several axes.</summary>
    /// <param name="x">Of any shape but ().</param>
    /// <param name="axis">The axes.</param>
    /// <param name="scale">Whatever broadcasts; null for 1.</param>
    /// <param name="epsilon">Keeps the root above 0; null for 1e-7.</param>
    /// <exception cref="ShapeException">There is no such axis, or the scale does not broadcast.</exception>
    public static Tensor RmsNormalization(Tensor x, ReadOnlySpan<int> axis, Tensor? scale = null, double? epsilon = null)
    {
        Tensor y = Require(x) * Rsqrt(Mean(Square(x), axis, keepDims: true) + (epsilon ?? KerasEpsilon));
        return scale is null ? y : y * scale;
    }

    /// <summary>The ratio of the largest value there can be to the root of the mean square of the difference, in decibels.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">Of the same shape.</param>
    /// <param name="maxVal">The largest value there can be, such as 255.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Psnr(Tensor x1, Tensor x2, double maxVal)
    {
        if (Require(x1).Shape != Require(x2).Shape)
        {
            throw new ShapeException($"Psnr: expected equal shapes but got {x1.Shape} and {x2.Shape}.");
        }

        return 20 * Math.Log10(maxVal) - 10 * Log10(Mean(Square(x1 - x2)));
    }

    /// <summary>Complex numbers by their magnitudes and angles.</summary>
    /// <param name="abs">Magnitudes.</param>
    /// <param name="angle">Angles in radians.</param>
    /// <returns>Real and imaginary parts.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static (Tensor Real, Tensor Imaginary) Polar(Tensor abs, Tensor angle) =>
        (Require(abs) * Cos(Require(angle)), abs * Sin(angle));

    /// <summary>
    /// 1 at every place that a label names, 0 elsewhere: one-hot labels put together along axis 1, or along the only axis. No gradient.
    /// </summary>
    /// <param name="inputs">Labels, whole numbers from 0.</param>
    /// <param name="numClasses">How many classes.</param>
    /// <param name="axis">Where the axis of the classes is before labels are put together; -1 for the last.</param>
    /// <exception cref="ShapeException">There is no such place.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numClasses"/> is below 1.</exception>
    public static Tensor MultiHot(Tensor inputs, int numClasses, int axis = -1) =>
        Max(OneHot(Require(inputs), numClasses, axis), axis: inputs.Rank > 1 ? 1 : 0);

    private static Shape AlongAxes(string name, Shape shape, ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty) throw new ArgumentException($"{name}: expected one axis or more but got none.", "axis");
        Span<int> lengths = stackalloc int[shape.Rank];
        lengths.Fill(1);
        foreach (int axis in axes) lengths[shape.NormalizeAxis(axis)] = shape[axis];
        return Shape.Create(lengths);
    }

    private static Tensor Along(string name, Tensor values, Shape wide)
    {
        if (values.Shape == wide) return values;
        if (values.Size != wide.Size)
        {
            throw new ShapeException($"{name}: expected gamma and beta of the shape of the axes, {wide}, but got {values.Shape}.");
        }

        return values.Reshape(wide);
    }
}
