namespace DeepSharp.Layers;

/// <summary>3-D convolution over volumes, followed by an optional activation: <c>activation(x ⋆ kernel + bias)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, newDepth, newHeight, newWidth, filters).<br/>
/// <b>Weights</b> kernel (kernelDepth, kernelHeight, kernelWidth, channels / groups, filters), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>
/// new Conv3D(16, 3, padding: "same", activation: "relu", inputShape: [16, 56, 56, 1])
/// new Conv3D(32, (1, 3, 3), strides: (1, 2, 2))
/// </code></example>
public sealed class Conv3D : FullConvolution
{
    /// <summary>A 3-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Depth, height and width of the kernel, one number for all or a triple.</param>
    /// <param name="strides">Step of the window in voxels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's voxels in the volume; null for 1. Above 1 only with strides of 1.</param>
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
    /// <param name="name">A name that is unique in its model; null for <c>conv3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the filters, or strides and dilation are both above 1.</exception>
    public Conv3D(
        int filters, Size3D kernelSize, Size3D? strides = null, Padding padding = default,
        DataFormat dataFormat = default, Size3D? dilationRate = null, int groups = 1,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, groups, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size3D)1, dilationRate ?? (Size3D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private Conv3D(ConfigReader reader)
        : base(reader, axes: 3)
    {
    }

    /// <summary>Depth, height and width of the kernel.</summary>
    public Size3D KernelSize => Window.Size.ToSize3D();

    /// <summary>Step of the window in voxels.</summary>
    public Size3D Strides => Window.Strides.ToSize3D();

    /// <summary>Distance of the kernel's voxels in the volume.</summary>
    public Size3D DilationRate => Window.Dilation.ToSize3D();

    internal static Conv3D FromConfig(ConfigReader reader) => new(reader);
}
