using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// A window that slides over the axes between batch and channels, one, two or three of them: what a convolution and a
/// pooling have in common.
/// </summary>
internal readonly record struct SlidingWindow(AxisSizes Size, AxisSizes Strides, AxisSizes Dilation, Padding Padding)
{
    /// <summary>A window whose positions have no gaps between their values.</summary>
    public SlidingWindow(AxisSizes size, AxisSizes strides, Padding padding)
        : this(size, strides, AxisSizes.All(size.Count, 1), padding)
    {
    }

    /// <summary>How many axes it slides over.</summary>
    public int Axes => Size.Count;

    /// <summary>The positions along an axis that is <paramref name="length"/> long.</summary>
    public WindowAxis Axis(int axis, int length) =>
        WindowAxis.Create(length, Size[axis], Strides[axis], Dilation[axis], Padding.Border);

    /// <summary>The positions along the planes of volumes; images and sequences have one plane.</summary>
    public WindowAxis Frontal(int planes) => Axes < 3 ? WindowAxis.One : Axis(0, planes);

    /// <summary>The positions along the rows of images of a height; a sequence is an image of one row.</summary>
    public WindowAxis Vertical(int height) => Axes == 1 ? WindowAxis.One : Axis(Axes - 2, height);

    /// <summary>The positions along the columns of images that are <paramref name="width"/> wide.</summary>
    public WindowAxis Horizontal(int width) => Axis(Axes - 1, width);

    /// <summary>How many planes volumes have.</summary>
    public int Planes(Shape input) => Axes < 3 ? 1 : input[1];

    /// <summary>How high images are.</summary>
    public int Height(Shape input) => Axes == 1 ? 1 : input[Axes - 1];

    /// <summary>How wide images are, or how long sequences.</summary>
    public int Width(Shape input) => input[Axes];

    /// <summary>The sizes of the convolution of an input.</summary>
    public Conv2DGeometry Geometry(Shape input, int filters, int groups) =>
        new(input[0], input[^1], filters, groups, Vertical(Height(input)), Horizontal(Width(input))) { Frontal = Frontal(Planes(input)) };

    /// <summary>
    /// How many rows and columns of an image lie under the window. With padding it has to know the size of the whole image.
    /// </summary>
    public (int Rows, int Columns) Extent(Shape images)
    {
        if (Padding != Padding.Valid) return (images[1], images[2]);
        WindowAxis rows = Vertical(images[1]), columns = Horizontal(images[2]);
        return (ImagePart.Reach(rows, rows.Output), ImagePart.Reach(columns, columns.Output));
    }

    /// <summary>The shape of a kernel: the window, then the channels of a group and the filters.</summary>
    public Shape KernelShape(int channels, int filters)
    {
        Span<int> lengths = stackalloc int[Axes + 2];
        for (int axis = 0; axis < Axes; axis++) lengths[axis] = Size[axis];
        (lengths[^2], lengths[^1]) = (channels, filters);
        return Shape.Create(lengths);
    }

    /// <summary>The shape of the output, one value a position and channel. Unknown lengths stay unknown.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">Of the output.</param>
    /// <param name="what">What the window is, for errors: kernel or pool.</param>
    /// <exception cref="ShapeException">The input has other axes, or the window does not fit it.</exception>
    public Shape InferShape(Shape input, int channels, string what)
    {
        SpatialInput.Require(input, Axes);
        Span<long> positions = stackalloc long[Axes];
        (bool fits, bool isCountable) = (true, true);
        for (int axis = 0; axis < Axes; axis++)
        {
            int length = input[axis + 1];
            positions[axis] = length == Shape.Any
                ? Shape.Any : WindowAxis.Positions(length, Size[axis], Strides[axis], Dilation[axis], Padding.Border);
            fits &= length == Shape.Any || positions[axis] > 0;
            isCountable &= Axis(axis, length).IsCountable;
        }

        if (!fits) ThrowDoesNotFit(input, positions, channels, what);
        if (!isCountable)
        {
            throw new ShapeException(
                $"expected {SpatialInput.Samples(Axes)} of at most {int.MaxValue:N0} {SpatialInput.Lines(Axes)}, padding included, but " +
                $"got {input}. Use padding: Padding.Valid or a smaller {what}.");
        }

        Span<int> lengths = stackalloc int[Axes + 2];
        for (int axis = 0; axis < Axes; axis++) lengths[axis + 1] = (int)positions[axis];
        (lengths[0], lengths[^1]) = (input[0], channels);
        return Shape.Create(lengths);
    }

    private void ThrowDoesNotFit(Shape input, ReadOnlySpan<long> positions, int channels, string what)
    {
        // Lengths below 0 are no Shape, but they show by how much the window is too large.
        static string Length(int input, long output) => input == Shape.Any ? "None" : $"{output}";
        string output = Length(input[0], input[0]);
        for (int axis = 0; axis < Axes; axis++) output += $", {Length(input[axis + 1], positions[axis])}";
        output += $", {Length(channels, channels)}";
        string dilation = Dilation.IsAboveOne ? $" with dilation {Dilation}" : "";
        string advice = Padding != Padding.Valid
            ? $"Give {SpatialInput.Samples(Axes)} of at least one {SpatialInput.Element(Axes)}."
            : $"Use padding: Padding.Same or a smaller {what}.";
        throw new ShapeException(
            $"{what} {Size}{dilation} does not fit the input {input} with padding {Padding}: output would be ({output}). {advice}");
    }
}
