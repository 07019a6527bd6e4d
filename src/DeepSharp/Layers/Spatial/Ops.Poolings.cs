namespace DeepSharp;

// Poolings over one, two or three axes, as keras.ops.nn has them.
public static partial class Ops
{
    /// <summary>The maximum of each window. Padding never is; of equal maxima the first has the gradient.</summary>
    /// <param name="inputs">(batch, ..., channels), over one, two or three axes.</param>
    /// <param name="poolSize">Sizes of the window, one for all axes or one for each.</param>
    /// <param name="strides">Its steps; none for its sizes.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for inputs and result.</param>
    /// <exception cref="ShapeException">The inputs have no, or more than three, axes between, or the window does not fit.</exception>
    /// <exception cref="ArgumentException">Sizes are below 1, or not as many as axes.</exception>
    public static Tensor MaxPool(
        Tensor inputs, ReadOnlySpan<int> poolSize, ReadOnlySpan<int> strides = default, Padding padding = default,
        DataFormat dataFormat = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        return InFormat(Tape.Run(new MaxPoolOp(PoolOf("MaxPool", x, poolSize, strides, padding)), x), dataFormat);
    }

    /// <summary>The mean of each window. Padding does not count.</summary>
    /// <inheritdoc cref="MaxPool(Tensor, ReadOnlySpan{int}, ReadOnlySpan{int}, Padding, DataFormat)"/>
    public static Tensor AveragePool(
        Tensor inputs, ReadOnlySpan<int> poolSize, ReadOnlySpan<int> strides = default, Padding padding = default,
        DataFormat dataFormat = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        return InFormat(Tape.Run(new AveragePoolOp(PoolOf("AveragePool", x, poolSize, strides, padding)), x), dataFormat);
    }

    /// <summary>Means of as many windows as are wanted, which cover all values.</summary>
    /// <param name="inputs">(batch, ..., channels), over one, two or three axes.</param>
    /// <param name="outputSize">How many along each axis, one number for all or one for each.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for inputs and result.</param>
    /// <exception cref="ShapeException">The inputs have no, or more than three, axes between, or hold nothing.</exception>
    /// <exception cref="ArgumentException">Sizes are below 1, or not as many as axes.</exception>
    public static Tensor AdaptiveAveragePool(Tensor inputs, ReadOnlySpan<int> outputSize, DataFormat dataFormat = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        AxisSizes sizes = SizesOf("AdaptiveAveragePool", outputSize, AxesOf("AdaptiveAveragePool", x));
        return InFormat(Tape.Run(new AdaptiveAveragePoolOp(sizes), x), dataFormat);
    }

    /// <summary>Maxima of as many windows as are wanted, which cover all values.</summary>
    /// <inheritdoc cref="AdaptiveAveragePool(Tensor, ReadOnlySpan{int}, DataFormat)"/>
    public static Tensor AdaptiveMaxPool(Tensor inputs, ReadOnlySpan<int> outputSize, DataFormat dataFormat = default)
    {
        Tensor x = ChannelsLastOf(inputs, dataFormat);
        AxisSizes sizes = SizesOf("AdaptiveMaxPool", outputSize, AxesOf("AdaptiveMaxPool", x));
        return InFormat(Tape.Run(new AdaptiveMaxPoolOp(sizes), x), dataFormat);
    }

    private static SlidingWindow PoolOf(string name, Tensor x, ReadOnlySpan<int> poolSize, ReadOnlySpan<int> strides, Padding padding)
    {
        AxisSizes size = SizesOf(name, poolSize, AxesOf(name, x));
        return new SlidingWindow(size, strides.IsEmpty ? size : SizesOf(name, strides, size.Count), padding.RequireNotCausal(name));
    }
}
