namespace DeepSharp.Layers;

/// <summary>An LSTM whose products are convolutions, over sequences of volumes.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, depth, height, width, channels) · <b>Output</b> (batch, newDepth, newHeight, newWidth, filters), or
/// (batch, steps, newDepth, newHeight, newWidth, filters) with <c>returnSequences</c>.<br/>
/// <b>Weights</b> kernel (kernelSize, channels, 4 · filters), recurrent kernel (kernelSize, filters, 4 · filters), bias (4 · filters),
/// gates in the order i, f, c, o.
/// </remarks>
/// <example><code>new ConvLSTM3D(8, 3, padding: "same", inputShape: [5, 16, 16, 16, 1])   // five volumes a sample</code></example>
public sealed class ConvLSTM3D : ConvLSTM
{
    /// <summary>A convolutional LSTM.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Planes, rows and columns that both kernels cover, 1 or more.</param>
    /// <param name="strides">Step of the window over the input, 1 or more; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>: what the window does at the border of the input.</param>
    /// <param name="dataFormat">Whether the channels of a step come last, the default, or first.</param>
    /// <param name="dilationRate">
    /// Distance of the kernel's places in the input, 1 or more; null for 1. Above 1 only with strides of 1.
    /// </param>
    /// <param name="activation">What the cell's input and the cell go through; null for <c>tanh</c>.</param>
    /// <param name="recurrentActivation">What the gates go through; null for <c>sigmoid</c>.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gates starts at 1.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="recurrentRegularizer">The penalty that the loss gets for the recurrent kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="dropout">Fraction of the input's values that training drops, from 0 to below 1; the same ones at all steps.</param>
    /// <param name="recurrentDropout">The same of the state on its way to the next step.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="returnSequences">Whether the output has a row for each step, not only for the last one.</param>
    /// <param name="returnState">Whether the last state and cell are outputs of the layer too.</param>
    /// <param name="goBackwards">Whether the sequence is taken from its end; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch starts from the last states of the batch before.</param>
    /// <param name="name">A name that is unique in its model; null for <c>conv_lstm3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, ...), where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a rate is below 0, or 1 or more.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    public ConvLSTM3D(
        int filters, Size3D kernelSize, Size3D? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size3D? dilationRate = null, Activation? activation = null, Activation? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
        double dropout = 0, double recurrentDropout = 0, long? seed = null,
        bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
        string? name = null, Shape? inputShape = null)
        : this(
            new ConvLSTMSettings(
                filters, new SlidingWindow(kernelSize, strides ?? (Size3D)1, dilationRate ?? (Size3D)1, padding), dataFormat,
                activation ?? Activation.Tanh,
                recurrentActivation ?? Activation.Sigmoid, useBias,
                WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                RecurrentSettings.RecurrentKernel(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), unitForgetBias, (float)dropout,
                (float)recurrentDropout,
                seed),
            new StepwiseOptions(returnSequences, returnState, goBackwards, stateful), name, inputShape) =>
        ActivityRegularizer = activityRegularizer;

    private ConvLSTM3D(ConvLSTMSettings settings, StepwiseOptions stepwise, string? name, Shape? inputShape = null)
        : base(settings, stepwise, name, inputShape)
    {
    }

    /// <summary>Planes, rows and columns that the kernels cover.</summary>
    public Size3D KernelSize => Window.Size.ToSize3D();

    /// <summary>Step of the window over the input.</summary>
    public Size3D Strides => Window.Strides.ToSize3D();

    /// <summary>Distance of the kernel's places in the input.</summary>
    public Size3D DilationRate => Window.Dilation.ToSize3D();

    internal static ConvLSTM3D FromConfig(ConfigReader reader) => new(
        ConvLSTMSettings.Read(reader, axes: 3), StepwiseOptions.Read(reader), reader.String("name"));
}
