namespace DeepSharp.Layers;

/// <summary>A 1-D convolution of each channel by itself, with several kernels if wanted and no sums across channels.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, newSteps, channels · depthMultiplier), where the
/// results of one channel lie side by side.<br/>
/// <b>Weights</b> kernel (kernelSize, channels, depthMultiplier), bias (channels · depthMultiplier).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>new DepthwiseConv1D(3, padding: "same")</code></example>
public sealed class DepthwiseConv1D : DepthwiseConvolution
{
    /// <summary>A depthwise 1-D convolution.</summary>
    /// <param name="kernelSize">Steps that the kernels cover, 1 or more.</param>
    /// <param name="strides">Step of the window, 1 or more.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="depthMultiplier">Kernels, and channels of the output, for each channel of the input; 1 or more.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's steps in the sequence. Above 1 only with strides of 1.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="depthwiseConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>depthwise_conv1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    public DepthwiseConv1D(
        int kernelSize, int strides = 1, Padding padding = default, int depthMultiplier = 1, DataFormat dataFormat = default,
        int dilationRate = 1,
        Activation? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            depthMultiplier, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides, dilationRate, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, "depthwise"),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private DepthwiseConv1D(ConfigReader reader)
        : base(reader, axes: 1)
    {
    }

    /// <summary>Steps that the kernels cover.</summary>
    public int KernelSize => Window.Size[0];

    /// <summary>Step of the window.</summary>
    public int Strides => Window.Strides[0];

    /// <summary>Distance of the kernel's steps in the sequence.</summary>
    public int DilationRate => Window.Dilation[0];

    internal static DepthwiseConv1D FromConfig(ConfigReader reader) => new(reader);
}
