using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape) => new(AlignedArray.CreateZeros<float>(shape.Size), shape);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape) => Full(shape, 1f);

    /// <summary>A tensor whose values are all <paramref name="value"/>, rounded to a float.</summary>
    public static Tensor Full(Shape shape, double value)
    {
        Tensor result = Zeros(shape);
        result.Span.Fill((float)value);
        return result;
    }

    /// <summary>A single number, rounded to a float, shape ().</summary>
    public static Tensor Scalar(double value) => new([(float)value], 0, []);

    /// <summary>A copy of the values, in row-major order, under a shape.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Size)
        {
            throw new ShapeException($"Tensor.From: expected {shape.Size} values for shape {shape} but got {values.Length}.");
        }

        return Copy(values, shape);
    }

    /// <summary>A copy of the values as a vector.</summary>
    public static Tensor From(ReadOnlySpan<float> values) => Copy(values, [values.Length]);

    /// <summary>Doubles, in row-major order, under a shape, rounded to floats.</summary>
    /// <remarks>
    /// Each value becomes the nearest float, ties to even: about 7 of its 16 digits stay. Beyond ±3.4e38 it becomes infinite, below 1e-45
    /// zero; NaN stays NaN.
    /// </remarks>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static Tensor From(ReadOnlySpan<double> values, Shape shape)
    {
        if (values.Length != shape.Size)
        {
            throw new ShapeException($"Tensor.From: expected {shape.Size} values for shape {shape} but got {values.Length}.");
        }

        Tensor result = Create(shape);
        TensorPrimitives.ConvertTruncating(values, result.Span);
        return result;
    }

    /// <summary>Doubles as a vector, rounded to floats.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{double}, Shape)" path="/remarks"/>
    /// <example><code>Tensor x = Tensor.From([0.1, 0.2, 0.3]);</code></example>
    public static Tensor From(ReadOnlySpan<double> values) => From(values, [values.Length]);

    /// <summary>Class labels or token ids as a vector of whole numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A label is beyond ±16,777,216, where floats stop holding every whole number.
    /// </exception>
    public static Tensor FromLabels(ReadOnlySpan<int> labels)
    {
        const int Largest = 1 << 24;
        float[] values = new float[labels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (labels[i] is < -Largest or > Largest)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), $"Tensor.FromLabels: expected labels within ±{Largest}, but number {i} is {labels[i]}.");
            }

            values[i] = labels[i];
        }

        return new Tensor(values, 0, [values.Length]);
    }

    /// <summary>One-hot rows, shape (labels, <paramref name="classes"/>): 1 in the column of the label, 0 elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is below 0 or not below <paramref name="classes"/>.</exception>
    public static Tensor OneHot(ReadOnlySpan<int> labels, int classes)
    {
        Tensor result = Zeros([labels.Length, classes]);
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), $"Tensor.OneHot: expected labels from 0 to {classes - 1}, but number {i} is {labels[i]}.");
            }

            result.Span[i * classes + labels[i]] = 1f;
        }

        return result;
    }

    /// <summary>
    /// The numbers <paramref name="start"/>, start + <paramref name="step"/>, ... before <paramref name="stop"/>, as a vector.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is zero, or there are more numbers than fit in one tensor.</exception>
    public static Tensor Range(double start, double stop, double step = 1)
    {
        if (step == 0) throw new ArgumentOutOfRangeException(nameof(step), $"Tensor.Range: expected a step other than 0 but got {step}.");
        double numbers = Math.Ceiling((stop - start) / step);
        if (!(numbers <= Array.MaxLength))
        {
            throw new ArgumentOutOfRangeException(
                nameof(step),
                $"Tensor.Range: expected at most {Array.MaxLength:N0} numbers, as fit in one tensor, but from {start} to {stop} in steps " +
                $"of {step} there are {numbers:N0}. Take larger steps.");
        }

        int count = (int)Math.Max(0, numbers);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(start + step * i);
        return new Tensor(values, 0, [count]);
    }

    /// <summary>The identity matrix, shape (<paramref name="size"/>, <paramref name="size"/>).</summary>
    public static Tensor Eye(int size)
    {
        Tensor result = Zeros([size, size]);
        for (int i = 0; i < size; i++) result.Span[i * size + i] = 1f;
        return result;
    }

    /// <summary>A tensor of garbage, to be filled.</summary>
    internal static Tensor Create(Shape shape) => new(AlignedArray.Create<float>(shape.Size), shape);

    /// <summary>A tensor of zeros to be used again and again, such as a weight.</summary>
    internal static Tensor KeepZeros(Shape shape) => new(AlignedArray.KeepZeros<float>(shape.Size), shape);

    private static Tensor Copy(ReadOnlySpan<float> values, Shape shape)
    {
        Tensor result = Create(shape);
        values.CopyTo(result.Span);
        return result;
    }
}
