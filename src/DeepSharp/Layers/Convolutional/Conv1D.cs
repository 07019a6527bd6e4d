namespace DeepSharp.Layers;

/// <summary>1-D convolution over sequences, followed by an optional activation: <c>activation(x ⋆ kernel + bias)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, newSteps, filters).<br/>
/// <b>Weights</b> kernel (kernelSize, channels / groups, filters), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>
/// new Conv1D(32, 5, activation: "relu", inputShape: [128, 16])
/// new Conv1D(64, 2, padding: "causal", dilationRate: 4)
/// </code></example>
public sealed class Conv1D : FullConvolution
{
    /// <summary>A 1-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Steps that the kernel covers, 1 or more.</param>
    /// <param name="strides">Step of the window, 1 or more.</param>
    /// <param name="padding"><c>"valid"</c>, the default, <c>"same"</c>, or <c>"causal"</c>: an output sees no later step.</param>
    /// <param name="dataFormat">
    /// <c>"channels_last"</c>, the default, or <c>"channels_first"</c>, which costs a copy of input and output.
    /// </param>
    /// <param name="dilationRate">Distance of the kernel's steps in the sequence. Above 1 only with strides of 1.</param>
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
    /// <param name="name">A name that is unique in its model; null for <c>conv1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the filters, or strides and dilation are both above 1.</exception>
    public Conv1D(
        int filters, int kernelSize, int strides = 1, Padding padding = default, DataFormat dataFormat = default, int dilationRate = 1,
        int groups = 1,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(
            filters, groups, new ConvolutionOptions(
                new SlidingWindow(kernelSize, strides, dilationRate, padding), activation ?? Activation.Linear, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint))
            { DataFormat = dataFormat, ActivityRegularizer = activityRegularizer },
            name, inputShape)
    {
    }

    private Conv1D(ConfigReader reader)
        : base(reader, axes: 1)
    {
    }

    /// <summary>Steps that the kernel covers.</summary>
    public int KernelSize => Window.Size[0];

    /// <summary>Step of the window.</summary>
    public int Strides => Window.Strides[0];

    /// <summary>Distance of the kernel's steps in the sequence.</summary>
    public int DilationRate => Window.Dilation[0];

    internal static Conv1D FromConfig(ConfigReader reader) => new(reader);
}
