namespace DeepSharp.Layers;

/// <summary>2-D convolution over images, followed by an optional activation: <c>activation(x ⋆ kernel + bias)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, filters).<br/>
/// <b>Weights</b> kernel (kernelHeight, kernelWidth, channels / groups, filters), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>
/// new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3])
/// new Conv2D(64, 3, strides: 2, padding: "same")
/// </code></example>
public sealed class Conv2D : FullConvolution
{
    /// <summary>A 2-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Height and width of the kernel, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="groups">Channels and filters are split into as many groups, each with its own convolution. Must divide both.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>conv2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the filters, or strides and dilation are both above 1.</exception>
    public Conv2D(
        int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = default,
        DataFormat dataFormat = default, Size2D? dilationRate = null, int groups = 1,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, groups, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size2D)1, dilationRate ?? (Size2D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private Conv2D(ConfigReader reader)
        : base(reader, axes: 2)
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public Size2D KernelSize => Window.Size.ToSize2D();

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => Window.Strides.ToSize2D();

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => Window.Dilation.ToSize2D();

    private protected override ImagePart ReadsOf(Shape input) => ImagePart.Of(Window.Extent(input));

    internal static Conv2D FromConfig(ConfigReader reader) => new(reader);
}
