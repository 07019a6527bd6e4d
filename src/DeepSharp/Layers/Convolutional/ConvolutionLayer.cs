using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>A layer whose kernel slides over the axes between batch and channels: <see cref="Conv2D"/> and its like.</summary>
/// <remarks><b>Input</b> (batch, ..., channels) · <b>Output</b> (batch, ..., channels of the output).</remarks>
public abstract class ConvolutionLayer : SpatialLayer
{
    private readonly ConvolutionOptions _options;
    private Op? _op;
    private int _channels;

    private protected ConvolutionLayer(ConvolutionOptions options, string? name, Shape? inputShape)
        : base(options.Window.Axes, options.DataFormat, name, inputShape)
    {
        SlidingWindow window = options.Window;
        LayerArguments.Positive(this, window.Size, "kernelSize");
        LayerArguments.Positive(this, window.Strides, "strides");
        LayerArguments.Positive(this, window.Dilation, "dilationRate");
        if (window.Axes > 1) window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        if (window.Strides.IsAboveOne && window.Dilation.IsAboveOne)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected strides or dilationRate to be 1 but got {window.Strides} and " +
                $"{window.Dilation}. Use one of them only.", "dilationRate");
        }

        _options = options;
        ActivityRegularizer = options.ActivityRegularizer;
    }

    /// <summary>What the window does at the border.</summary>
    public Padding Padding => Window.Padding;

    /// <summary>The function applied to the result.</summary>
    public Activation Activation => _options.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _options.UseBias;

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer => _options.Bias.Initializer;

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer => _options.Bias.Regularizer;

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint => _options.Bias.Constraint;

    /// <summary>
    /// The kernel, (size of the window, channels of a group, filters), or (size of the window, channels, depthMultiplier) of a depthwise
    /// convolution; null until the layer is built.
    /// </summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, one value for each channel of the output; null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <summary>Size, strides, dilation and padding.</summary>
    internal SlidingWindow Window => _options.Window;

    /// <summary>Channels of the input, once the layer is built.</summary>
    internal int BuiltChannels => _channels;

    /// <summary>Groups of the op, once the layer is built.</summary>
    internal virtual int OpGroups => 1;

    /// <summary>What the kernel was asked to be.</summary>
    private protected WeightOptions KernelOptions => _options.Kernel;

    internal override bool TakesSamplesApart(bool training) => IsKnown(Activation);

    /// <summary>What the bias was asked to be.</summary>
    private protected WeightOptions BiasOptions => _options.Bias;

    private protected override Shape OutputShapeOf(Shape input)
    {
        RequireChannels(input);
        return Activation.ComputeOutputShape(PositionsOf(input, OutputChannels(input[^1])));
    }

    /// <summary>The shape of the output with so many channels.</summary>
    private protected virtual Shape PositionsOf(Shape input, int channels) => Window.InferShape(input, channels, "kernel");

    /// <summary>Channels of the output for those of the input; <see cref="Shape.Any"/> where they are unknown and needed.</summary>
    private protected abstract int OutputChannels(int channels);

    /// <summary>The shape of the kernel as a weight.</summary>
    private protected abstract Shape KernelShape(int channels);

    /// <summary>The op, whose inputs are the input, the kernel and the bias.</summary>
    private protected abstract Op CreateOp(int channels, FusedActivation activation);

    /// <summary>The kernel as the op takes it.</summary>
    private protected virtual Tensor KernelOfOp => Kernel!.Value;

    /// <summary>Keras's name of the kernel.</summary>
    private protected virtual string KernelName => "kernel";

    /// <summary>Makes the weights between the kernel and the bias.</summary>
    private protected virtual void AddWeights(int channels)
    {
    }

    /// <summary>Refuses a number of channels.</summary>
    /// <exception cref="ShapeException">The layer cannot take so many.</exception>
    private protected virtual void RequireChannels(int channels, Shape input)
    {
    }

    private protected override void BuildFor(Shape input)
    {
        int channels = input[^1];
        if (channels == Shape.Any)
        {
            string others = Window.Axes switch
            {
                1 => "The number of steps may be unknown",
                2 => "Height and width may be unknown",
                _ => "Other lengths may be unknown",
            };
            throw new ShapeException($"expected an input with a known number of channels but got {input}. {others}, channels may not.");
        }

        Kernel = AddWeight(KernelOptions, KernelShape(channels), KernelName);
        AddWeights(channels);
        if (UseBias) Bias = AddWeight(_options.Bias, [OutputChannels(channels)]);
        _op = CreateOp(channels, Activation.Fusion);
        _channels = channels;
    }

    private protected sealed override Tensor Compute(Tensor input, bool training)
    {
        RequireChannels(input.Shape);
        Tensor y = Convolve(input, _op!);
        return Activation.Fusion == FusedActivation.None ? Activation.Apply(y) : y;
    }

    /// <summary>The convolution with bias and, where the op can do it in one pass, activation.</summary>
    private protected virtual Tensor Convolve(Tensor input, Op op) => Tape.RunWithBias(op, input, KernelOfOp, Bias);

    /// <summary>The op of a layer that is built, with another activation, for steps that compute several layers at once.</summary>
    internal Op OpWith(FusedActivation activation) => CreateOp(_channels, activation);

    /// <summary>The kernel whose filters make the channels of the output.</summary>
    internal virtual Variable KernelOfFilters => Kernel!;

    /// <summary>The kernel, as the op takes it, with a factor for each filter.</summary>
    internal virtual Tensor ScaledKernel(Tensor scale) => KernelOfOp * scale;

    /// <summary>The convolution by another kernel, of <see cref="ScaledKernel"/>, with another bias; in inference.</summary>
    internal virtual Tensor ConvolveWith(Tensor input, Op op, Tensor kernel, Tensor bias) => Tape.Run(op, input, kernel, bias);

    /// <summary>Whether each pixel of the output is a product of one pixel of the input with the kernel as a matrix.</summary>
    internal virtual bool IsPointwise => false;

    /// <summary>Writes the window.</summary>
    private protected void WriteWindow(JsonObject config) => SpatialConfig.WriteKernel(config, Window, DataFormat);

    /// <summary>Writes what follows the class's own options.</summary>
    private protected void WriteWeights(JsonObject config) => WriteWeights(config, KernelOptions, BiasOptions);

    /// <summary>The same with the options of all weights.</summary>
    private protected void WriteWeights(JsonObject config, params ReadOnlySpan<WeightOptions> weights)
    {
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        WeightOptions.WriteWithActivity(config, weights);
    }

    private void RequireChannels(Shape input)
    {
        int channels = input[^1];
        if (channels == Shape.Any) return;
        if (channels == 0) throw new ShapeException($"expected an input of one channel or more but got {input}.");
        if (IsBuilt && channels != _channels)
        {
            throw new ShapeException($"was built for {_channels} input channels, but got an input of shape {input}.");
        }

        RequireChannels(channels, input);
    }
}
