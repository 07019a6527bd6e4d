using System.Runtime.CompilerServices;
using DeepSharp.Kernels;

namespace DeepSharp;

// Convolutions over one, two or three axes, as keras.ops.nn has them.
public static partial class Ops
{
    private const int MostSpatialAxes = 3;

    /// <summary>Convolution over one, two or three axes: every value is the sum of the kernel's products with what lies under it.</summary>
    /// <param name="inputs">(batch, ..., channels).</param>
    /// <param name="kernel">
    /// (..., channels, filters). With fewer channels than the inputs, a divisor, it is a convolution in groups.
    /// </param>
    /// <param name="strides">Steps of the window, one for all axes or one for each; none for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for inputs and result.</param>
    /// <param name="dilationRate">Distances of the kernel's values, one for all axes or one for each; none for 1.</param>
    /// <returns>(batch, ..., filters).</returns>
    /// <exception cref="ShapeException">Inputs and kernel do not fit together, or have no, or more than three, axes to slide over.</exception>
    /// <exception cref="ArgumentException">Sizes are below 1 or not as many as axes, or strides and dilation are both above 1.</exception>
    /// <example><code>Tensor smooth = Ops.Conv(sequences, kernel, strides: [2], padding: "same");</code></example>
    public static Tensor Conv(
        Tensor inputs, Tensor kernel, ReadOnlySpan<int> strides = default, Padding padding = default, DataFormat dataFormat = default,
        ReadOnlySpan<int> dilationRate = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        SlidingWindow window = WindowOf("Conv", x, Require(kernel), strides, padding, dilationRate);
        int channels = x.Shape[^1], taken = kernel.Shape[^2];
        int groups = taken > 0 && channels % taken == 0 ? channels / taken : 1;
        return InFormat(Tape.Run(new ConvolutionOp(window, groups, FusedActivation.None), x, kernel), dataFormat);
    }

    /// <summary>Convolution of each channel by itself.</summary>
    /// <inheritdoc cref="Conv(Tensor, Tensor, ReadOnlySpan{int}, Padding, DataFormat, ReadOnlySpan{int})"/>
    /// <param name="inputs">(batch, ..., channels), over one or two axes.</param>
    /// <param name="kernel">(..., channels, multiplier).</param>
    /// <param name="strides">Steps of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distances of the kernel's values.</param>
    /// <returns>(batch, ..., channels·multiplier).</returns>
    public static Tensor DepthwiseConv(
        Tensor inputs, Tensor kernel, ReadOnlySpan<int> strides = default, Padding padding = default, DataFormat dataFormat = default,
        ReadOnlySpan<int> dilationRate = default) =>
        InFormat(EachChannel("DepthwiseConv", ChannelsLastOf(inputs, dataFormat), kernel, strides, padding, dilationRate), dataFormat);

    /// <summary>Convolution of each channel by itself, and then of all channels at each place.</summary>
    /// <inheritdoc cref="Conv(Tensor, Tensor, ReadOnlySpan{int}, Padding, DataFormat, ReadOnlySpan{int})"/>
    /// <param name="inputs">(batch, ..., channels), over one or two axes.</param>
    /// <param name="depthwiseKernel">(..., channels, multiplier).</param>
    /// <param name="pointwiseKernel">(1, ..., channels·multiplier, filters).</param>
    /// <param name="strides">Steps of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distances of the kernel's values.</param>
    public static Tensor SeparableConv(
        Tensor inputs, Tensor depthwiseKernel, Tensor pointwiseKernel, ReadOnlySpan<int> strides = default, Padding padding = default,
        DataFormat dataFormat = default, ReadOnlySpan<int> dilationRate = default)
    {
        Tensor between = EachChannel("SeparableConv", ChannelsLastOf(inputs, dataFormat), depthwiseKernel, strides, padding, dilationRate);
        return InFormat(Conv(between, pointwiseKernel), dataFormat);
    }

    /// <summary>The transposed convolution, which makes images larger: the gradient of a convolution by its inputs.</summary>
    /// <inheritdoc cref="Conv(Tensor, Tensor, ReadOnlySpan{int}, Padding, DataFormat, ReadOnlySpan{int})"/>
    /// <param name="inputs">(batch, ..., channels).</param>
    /// <param name="kernel">(..., filters, channels).</param>
    /// <param name="strides">Steps of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="outputPadding">Values added at the end of each axis, below the strides; none to infer them.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distances of the kernel's values.</param>
    public static Tensor ConvTranspose(
        Tensor inputs, Tensor kernel, ReadOnlySpan<int> strides = default, Padding padding = default,
        ReadOnlySpan<int> outputPadding = default,
        DataFormat dataFormat = default, ReadOnlySpan<int> dilationRate = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        SlidingWindow window = WindowOf("ConvTranspose", x, Require(kernel), strides, padding, dilationRate);
        AxisSizes? added = null;
        if (!outputPadding.IsEmpty)
        {
            added = SizesOf("ConvTranspose", outputPadding, window.Axes, least: 0);
            for (int axis = 0; axis < window.Axes; axis++)
            {
                if (added.Value[axis] < window.Strides[axis]) continue;
                throw new ArgumentException(
                    $"ConvTranspose: expected outputPadding below the strides {window.Strides} but got {added}.", nameof(outputPadding));
            }
        }

        var op = new ConvolutionTransposeOp(new TransposedWindow(window, added), FusedActivation.None);
        return InFormat(Tape.Run(op, x, kernel), dataFormat);
    }

    private static Tensor EachChannel(
        string name, Tensor x, Tensor kernel, ReadOnlySpan<int> strides, Padding padding, ReadOnlySpan<int> dilationRate)
    {
        SlidingWindow window = WindowOf(name, x, Require(kernel), strides, padding, dilationRate);
        int channels = x.Shape[^1];
        if (kernel.Shape[^2] != channels)
        {
            throw new ShapeException(
                $"{name}: expected a kernel of shape (..., {channels}, multiplier) for the input {x.Shape} but got {kernel.Shape}.");
        }

        Shape grouped = window.KernelShape(1, Shape.LengthOf((long)channels * kernel.Shape[^1]));
        return Tape.Run(new ConvolutionOp(window, channels, FusedActivation.None), x, kernel.Reshape(grouped));
    }

    private static SlidingWindow WindowOf(
        string name, Tensor x, Tensor kernel, ReadOnlySpan<int> strides, Padding padding, ReadOnlySpan<int> dilationRate)
    {
        int axes = AxesOf(name, x);
        if (kernel.Rank != axes + 2)
        {
            throw new ShapeException($"{name}: expected a kernel of rank {axes + 2} for the input {x.Shape} but got {kernel.Shape}.");
        }

        AxisSizes steps = SizesOf(name, strides, axes), distances = SizesOf(name, dilationRate, axes);
        if (steps.IsAboveOne && distances.IsAboveOne)
        {
            throw new ArgumentException(
                $"{name}: expected strides or dilationRate to be 1 but got {steps} and {distances}. Use one of them only.");
        }

        return new SlidingWindow(new AxisSizes(kernel.Shape.AsSpan()[..axes]), steps, distances, padding.RequireNotCausal(name));
    }

    private static int AxesOf(string name, Tensor x)
    {
        int axes = x.Rank - 2;
        return axes is >= 1 and <= MostSpatialAxes
            ? axes
            : throw new ShapeException($"{name}: expected inputs of rank 3, 4 or 5, (batch, ..., channels), but got {x.Shape}.");
    }

    private static AxisSizes SizesOf(
        string who, ReadOnlySpan<int> sizes, int axes, int least = 1, [CallerArgumentExpression(nameof(sizes))] string name = "")
    {
        if (sizes.IsEmpty) return AxisSizes.All(axes, 1);
        bool fits = sizes.Length == 1 || sizes.Length == axes;
        foreach (int size in sizes) fits &= size >= least;
        if (!fits)
        {
            throw new ArgumentException(
                $"{who}: expected {name} of one number, or {axes}, each {least} or more, but got " +
                $"({string.Join(", ", sizes.ToArray())}).", name);
        }

        return sizes.Length == axes ? new AxisSizes(sizes) : AxisSizes.All(axes, sizes[0]);
    }

    private static Tensor ChannelsLastOf(Tensor x, DataFormat format) =>
        format.IsChannelsFirst ? ChannelsFirst.ToLast(Require(x)) : Require(x);

    private static Tensor InFormat(Tensor x, DataFormat format) => format.IsChannelsFirst ? ChannelsFirst.ToFirst(x) : x;
}
