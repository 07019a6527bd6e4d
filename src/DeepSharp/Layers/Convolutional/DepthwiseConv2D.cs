namespace DeepSharp.Layers;

/// <summary>A 2-D convolution of each channel by itself, with several kernels if wanted and no sums across channels.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels · depthMultiplier), where the
/// results of one channel lie side by side.<br/>
/// <b>Weights</b> kernel (kernelHeight, kernelWidth, channels, depthMultiplier), bias (channels · depthMultiplier).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>new DepthwiseConv2D(3, padding: "same")</code></example>
public sealed class DepthwiseConv2D : DepthwiseConvolution
{
    /// <summary>A depthwise 2-D convolution.</summary>
    /// <param name="kernelSize">Height and width of the kernels, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="depthMultiplier">Kernels, and channels of the output, for each channel of the input; 1 or more.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="depthwiseConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>depthwise_conv2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    public DepthwiseConv2D(
        Size2D kernelSize, Size2D? strides = null, Padding padding = default, int depthMultiplier = 1, DataFormat dataFormat = default,
        Size2D? dilationRate = null,
        Activation? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            depthMultiplier, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size2D)1, dilationRate ?? (Size2D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, "depthwise"),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private DepthwiseConv2D(ConfigReader reader)
        : base(reader, axes: 2)
    {
    }

    /// <summary>Height and width of the kernels.</summary>
    public Size2D KernelSize => Window.Size.ToSize2D();

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => Window.Strides.ToSize2D();

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => Window.Dilation.ToSize2D();

    internal static DepthwiseConv2D FromConfig(ConfigReader reader) => new(reader);
}
