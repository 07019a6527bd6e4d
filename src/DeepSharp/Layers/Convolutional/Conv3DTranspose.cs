namespace DeepSharp.Layers;

/// <summary>
/// Transposed 3-D convolution, which makes volumes larger: the input gradient of a <see cref="Conv3D"/> with these options.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, newDepth, newHeight, newWidth, filters), as long as
/// <see cref="TransposedConvolution"/> says.<br/>
/// <b>Weights</b> kernel (kernelDepth, kernelHeight, kernelWidth, filters, channels), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>new Conv3DTranspose(8, 2, strides: 2)   // (8, 28, 28, 16) to (16, 56, 56, 8)</code></example>
public sealed class Conv3DTranspose : TransposedConvolution
{
    /// <summary>A transposed 3-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Depth, height and width of the kernel, one number for all or a triple.</param>
    /// <param name="strides">Step of the window in the output, in voxels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="outputPadding">
    /// By how much the output is longer than the shortest one for the input, 0 or more and below the strides; null for the usual length.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's voxels in the output; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>conv3d_transpose</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// Strides and dilation are both above 1, or outputPadding is not below the strides.
    /// </exception>
    public Conv3DTranspose(
        int filters, Size3D kernelSize, Size3D? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size3D? outputPadding = null, Size3D? dilationRate = null,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, outputPadding is { } padded ? (AxisSizes)padded : null, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides ?? (Size3D)1, dilationRate ?? (Size3D)1, padding),
                activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private Conv3DTranspose(ConfigReader reader)
        : base(reader, axes: 3)
    {
    }

    /// <summary>Depth, height and width of the kernel.</summary>
    public Size3D KernelSize => Window.Size.ToSize3D();

    /// <summary>Step of the window in voxels.</summary>
    public Size3D Strides => Window.Strides.ToSize3D();

    /// <summary>Distance of the kernel's voxels in the volume.</summary>
    public Size3D DilationRate => Window.Dilation.ToSize3D();

    /// <summary>By how much the output is longer than the shortest one; null for the usual length.</summary>
    public Size3D? OutputPadding => OutputPaddings?.ToSize3D();

    internal static Conv3DTranspose FromConfig(ConfigReader reader) => new(reader);
}
