namespace DeepSharp.Layers;

/// <summary>
/// 2-D convolution in two: of each channel by itself, and of a single position over all results. Much cheaper than a
/// <see cref="Conv2D"/> of as many filters.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, filters).<br/>
/// <b>Weights</b> depthwise_kernel (kernelHeight, kernelWidth, channels, depthMultiplier), pointwise_kernel (1, 1, channels ·
/// depthMultiplier, filters), bias (filters).<br/>
/// A ReLU activation is computed with the second convolution, in one pass.
/// </remarks>
/// <example><code>new SeparableConv2D(64, 3, padding: "same", activation: "relu")</code></example>
public sealed class SeparableConv2D : SeparableConvolution
{
    /// <summary>A separable 2-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Height and width of the first kernels, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="depthMultiplier">Kernels of the first convolution for each channel of the input; 1 or more.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">First values of the first kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="pointwiseInitializer">First values of the second kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">The penalty that the loss gets for the first kernel; null for none.</param>
    /// <param name="pointwiseRegularizer">The penalty that the loss gets for the second kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="depthwiseConstraint">What the first kernel has to meet after every step; null for nothing.</param>
    /// <param name="pointwiseConstraint">What the second kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>separable_conv2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    public SeparableConv2D(
        int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size2D? dilationRate = null, int depthMultiplier = 1,
        Activation? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, depthMultiplier, WeightOptions.Kernel(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint, "pointwise"),
            new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size2D)1, dilationRate ?? (Size2D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, "depthwise"),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private SeparableConv2D(ConfigReader reader)
        : base(reader, axes: 2)
    {
    }

    /// <summary>Height and width of the first kernels.</summary>
    public Size2D KernelSize => Window.Size.ToSize2D();

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => Window.Strides.ToSize2D();

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => Window.Dilation.ToSize2D();

    internal static SeparableConv2D FromConfig(ConfigReader reader) => new(reader);
}
