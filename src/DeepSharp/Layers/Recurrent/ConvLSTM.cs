using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// An LSTM whose products are convolutions, over sequences of sequences, images or volumes (Shi et al. 2015): <see cref="ConvLSTM2D"/> and
/// its like.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, ..., channels) · <b>Output</b> (batch, ..., filters), or (batch, steps, ..., filters) with
/// <c>returnSequences</c>; the states, output and cell, are as the output of a step. With channels first the channels stand in front of the
/// lengths, in all of them.</para>
/// <para><b>Weights</b> kernel (window, channels, 4 · filters), recurrent kernel (window, filters, 4 · filters), bias (4 · filters), gates
/// in the order i, f, c, o. The input's convolution has the strides, padding and dilation; that of the state keeps its lengths.</para>
/// <para>The convolutions of the input are one operation for all steps, those of the state one a step.</para>
/// </remarks>
public abstract partial class ConvLSTM : StepwiseLayer
{
    private const int Gates = 4;

    private readonly ConvLSTMSettings _settings;

    private protected ConvLSTM(ConvLSTMSettings settings, StepwiseOptions stepwise, string? name, Shape? inputShape)
        : base(stepwise, name, inputShape)
    {
        SlidingWindow window = settings.Window;
        LayerArguments.Positive(this, settings.Filters, "filters");
        LayerArguments.Positive(this, window.Size, "kernelSize");
        LayerArguments.Positive(this, window.Strides, "strides");
        LayerArguments.Positive(this, window.Dilation, "dilationRate");
        window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        if (window.Strides.IsAboveOne && window.Dilation.IsAboveOne)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected strides or dilationRate to be 1 but got {window.Strides} and " +
                $"{window.Dilation}. Use one of them only.", "dilationRate");
        }

        GatedUnits.RequireRate(this, settings.Dropout, "dropout");
        GatedUnits.RequireRate(this, settings.RecurrentDropout, "recurrentDropout");
        if (settings.Filters > int.MaxValue / Gates)
        {
            throw new ArgumentOutOfRangeException(
                "filters",
                $"{LayerArguments.Describe(this)}: expected filters of at most {int.MaxValue / Gates:N0}, of which there are {Gates} " +
                $"times as many, but got {settings.Filters}.");
        }

        _settings = settings;
        _random = DeepSharpRuntime.CreateStream(settings.Seed);
        AxisSizes one = AxisSizes.All(window.Axes, 1);
        _inputOp = new ConvolutionOp(window, 1, Kernels.FusedActivation.None);
        _stateOp = new ConvolutionOp(new SlidingWindow(window.Size, one, one, Padding.Same), 1, Kernels.FusedActivation.None);
        _gates = [.. Enumerable.Range(0, Gates).Select(gate => new ColumnsOp(gate * settings.Filters, settings.Filters))];
        _inputDropout = new SharedDropoutOp(settings.Dropout, _random, NoiseShape(window.Axes));
    }

    /// <summary>Channels of the output, and of each state.</summary>
    public int Filters => _settings.Filters;

    /// <summary>What the window does at the border of the input.</summary>
    public Padding Padding => _settings.Window.Padding;

    /// <summary>Which axis of a step is that of the channels.</summary>
    public DataFormat DataFormat => _settings.DataFormat;

    /// <summary>What the cell's input and the cell go through.</summary>
    public Activation Activation => _settings.Activation;

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation => _settings.RecurrentActivation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _settings.UseBias;

    /// <summary>Whether the bias of the forget gates starts at 1.</summary>
    public bool UnitForgetBias => _settings.UnitForgetBias;

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer => _settings.Kernel.Initializer;

    /// <summary>Chooses the first values of the recurrent kernel.</summary>
    public Initializer RecurrentInitializer => _settings.Recurrent.Initializer;

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer => _settings.Bias.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer => _settings.Kernel.Regularizer;

    /// <summary>The penalty that the loss gets for the recurrent kernel, if any.</summary>
    public Regularizer? RecurrentRegularizer => _settings.Recurrent.Regularizer;

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer => _settings.Bias.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => _settings.Kernel.Constraint;

    /// <summary>What the recurrent kernel has to meet after every step, if anything.</summary>
    public Constraint? RecurrentConstraint => _settings.Recurrent.Constraint;

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint => _settings.Bias.Constraint;

    /// <summary>Fraction of the input's values that training drops, the same ones at all steps.</summary>
    public float Dropout => _settings.Dropout;

    /// <summary>Fraction of the state's values that training drops on their way to the next step, the same ones at all steps.</summary>
    public float RecurrentDropout => _settings.RecurrentDropout;

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed => _settings.Seed;

    /// <summary>The kernel; null until the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The recurrent kernel; null until the layer is built.</summary>
    public Variable? RecurrentKernel { get; private set; }

    /// <summary>The bias; null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    internal override bool HoldsState => base.HoldsState || Dropout > 0f || RecurrentDropout > 0f;

    /// <summary>Size, strides, dilation and padding.</summary>
    internal SlidingWindow Window => _settings.Window;

    private protected sealed override int StateCount => 2;

    private protected sealed override Shape StateShape(int state, Shape input) => StepShape(input);

    private protected sealed override Shape StepShape(Shape input)
    {
        Shape step = Window.InferShape(OneStep(input), Filters, "kernel");
        return DataFormat.IsChannelsFirst ? ChannelsFirst.ToFirst(step) : step;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Shape step = OneStep(input);
        if (!step[1..].IsKnown)
        {
            throw new ShapeException(
                $"expected an input of which all lengths but batch and steps are known but got {input}: states have the lengths of the " +
                "output.");
        }

        // What no array holds is refused before anything is made.
        Shape kernel = Window.KernelShape(step[^1], Gates * Filters), recurrent = Window.KernelShape(Filters, Gates * Filters);
        kernel.RequireArray();
        recurrent.RequireArray();
        Kernel = AddWeight(_settings.Kernel, kernel, "conv_lstm_cell/kernel");
        RecurrentKernel = AddWeight(_settings.Recurrent, recurrent, "conv_lstm_cell/recurrent_kernel");
        if (!UseBias) return;
        Bias = AddWeight(_settings.Bias, [Gates * Filters], "conv_lstm_cell/bias");
        if (UnitForgetBias) Bias.Value.Span.Slice(Filters, Filters).Fill(1f);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        _settings.Write(config);
    }

    private protected sealed override void RequireSequences(Shape input)
    {
        bool isFirst = DataFormat.IsChannelsFirst;
        if (input.Rank != Window.Axes + 3)
        {
            string lengths = Window.Axes switch { 1 => "length", 2 => "height, width", _ => "depth, height, width" };
            string sample = isFirst ? $"channels, {lengths}" : $"{lengths}, channels";
            throw new ShapeException($"expected an input of rank {Window.Axes + 3} (batch, steps, {sample}) but got {input}.");
        }

        int channels = OneStep(input)[^1];
        if (channels == 0) throw new ShapeException($"expected an input of one channel or more but got {input}.");
        if (Kernel is not { } kernel || channels == Shape.Any || channels == kernel.Shape[^2]) return;
        throw new ShapeException($"was built for {kernel.Shape[^2]} input channels, but got an input of shape {input}.");
    }

    // With channels last.
    private Shape OneStep(Shape input)
    {
        Shape step = input[2..].Prepend(input[0]);
        return DataFormat.IsChannelsFirst ? ChannelsFirst.ToLast(step) : step;
    }
}
