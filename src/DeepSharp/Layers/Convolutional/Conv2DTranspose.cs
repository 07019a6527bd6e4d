namespace DeepSharp.Layers;

/// <summary>
/// Transposed 2-D convolution, which makes images larger: the input gradient of a <see cref="Conv2D"/> with these options.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, filters), as long as
/// <see cref="TransposedConvolution"/> says.<br/>
/// <b>Weights</b> kernel (kernelHeight, kernelWidth, filters, channels), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>new Conv2DTranspose(32, (2, 2), strides: 2)   // (28, 28, 64) to (56, 56, 32)</code></example>
public sealed class Conv2DTranspose : TransposedConvolution
{
    /// <summary>A transposed 2-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Height and width of the kernel, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in the output, in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="outputPadding">
    /// By how much the output is longer than the shortest one for the input, 0 or more and below the strides; null for the usual length.
    /// </param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the output; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>conv2d_transpose</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// Strides and dilation are both above 1, or outputPadding is not below the strides.
    /// </exception>
    public Conv2DTranspose(
        int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = default, Size2D? outputPadding = null,
        DataFormat dataFormat = default, Size2D? dilationRate = null,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, outputPadding is { } padded ? (AxisSizes)padded : null, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size2D)1, dilationRate ?? (Size2D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private Conv2DTranspose(ConfigReader reader)
        : base(reader, axes: 2)
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public Size2D KernelSize => Window.Size.ToSize2D();

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => Window.Strides.ToSize2D();

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => Window.Dilation.ToSize2D();

    /// <summary>By how much the output is longer than the shortest one; null for the usual length.</summary>
    public Size2D? OutputPadding => OutputPaddings?.ToSize2D();

    internal static Conv2DTranspose FromConfig(ConfigReader reader) => new(reader);
}
