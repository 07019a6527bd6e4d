using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The window of a transposed convolution, which lies in its output: every value of the input puts one there, and where they overlap they
/// add up. It is the window of the convolution whose input gradient this is.
/// </summary>
/// <param name="Window">Size, strides, dilation and padding of that convolution.</param>
/// <param name="OutputPadding">By how much the output is longer than the shortest one; null for what Keras takes.</param>
internal readonly record struct TransposedWindow(SlidingWindow Window, AxisSizes? OutputPadding)
{
    /// <summary>The shape of a kernel: the window, then the channels of the output and those of the input.</summary>
    public Shape KernelShape(int channels, int filters) => Window.KernelShape(filters, channels);

    /// <summary>The shape of the output. Unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, holds nothing, or the output would be too long for an array.</exception>
    public Shape InferShape(Shape input, int filters)
    {
        SpatialInput.Require(input, Window.Axes);
        Span<int> lengths = stackalloc int[Window.Axes + 2];
        (lengths[0], lengths[^1]) = (input[0], filters);
        for (int axis = 0; axis < Window.Axes; axis++) lengths[axis + 1] = Length(axis, input);
        return Shape.Create(lengths);
    }

    /// <summary>The sizes of the convolution that gives the gradient: its images are what the transposed one gives.</summary>
    public Conv2DGeometry Geometry(Shape input, int filters)
    {
        WindowAxis frontal = Window.Axes < 3 ? WindowAxis.One : Axis(0, input[1]);
        WindowAxis vertical = Window.Axes < 2 ? WindowAxis.One : Axis(Window.Axes - 2, input[Window.Axes - 1]);
        WindowAxis horizontal = Axis(Window.Axes - 1, input[Window.Axes]);
        return new Conv2DGeometry(input[0], filters, input[^1], 1, vertical, horizontal) { Frontal = frontal };
    }

    private WindowAxis Axis(int axis, int length) => WindowAxis.CreateTransposed(
        length, Window.Size[axis], Window.Strides[axis], Window.Dilation[axis], Window.Padding == Padding.Same, OutputPadding?[axis]);

    private int Length(int axis, Shape input)
    {
        int length = input[axis + 1];
        if (length == Shape.Any) return Shape.Any;
        long output = WindowAxis.TransposedLength(
            length, Window.Size[axis], Window.Strides[axis], Window.Dilation[axis], Window.Padding == Padding.Same, OutputPadding?[axis]);
        if (output < 1)
        {
            string advice = length < 1
                ? $"Give {SpatialInput.Samples(Window.Axes)} of at least one {SpatialInput.Element(Window.Axes)}."
                : "Use a larger outputPadding, or leave it out.";
            throw new ShapeException($"kernel {Window.Size} on the input {input} would give an output of length {output}. {advice}");
        }

        if (output <= int.MaxValue && Axis(axis, length).IsCountable) return (int)output;
        throw new ShapeException(
            $"expected an output of at most {int.MaxValue:N0} {SpatialInput.Lines(Window.Axes)}, padding included, but {input} would " +
            $"give {output:N0}. Use a smaller kernel or smaller strides.");
    }
}
