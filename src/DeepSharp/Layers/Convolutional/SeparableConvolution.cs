using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// A convolution of each channel by itself and then one of a single position that sums over the results: <see cref="SeparableConv2D"/> and
/// its like.
/// </summary>
/// <remarks>Strides, padding and dilation are those of the first. <see cref="ConvolutionLayer.Kernel"/> is its kernel.</remarks>
public abstract class SeparableConvolution : ConvolutionLayer
{
    private readonly WeightOptions _pointwise;
    private ReshapeOp? _grouped;
    private ConvolutionOp? _depthwise;

    private protected SeparableConvolution(
        int filters, int depthMultiplier, WeightOptions pointwise, ConvolutionOptions options, string? name, Shape? inputShape)
        : base(options, name, inputShape)
    {
        Window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        Filters = LayerArguments.Positive(this, filters);
        DepthMultiplier = LayerArguments.Positive(this, depthMultiplier);
        _pointwise = pointwise;
    }

    private protected SeparableConvolution(ConfigReader reader, int axes)
        : this(
            reader.Int("filters"), reader.Int("depth_multiplier", 1), WeightOptions.ReadKernel(reader, "pointwise"),
            ConvolutionOptions.Read(reader, axes, "depthwise"), reader.String("name"), null)
    {
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Kernels of the first convolution for each channel of the input.</summary>
    public int DepthMultiplier { get; }

    /// <summary>
    /// The kernel of the second convolution, (1, ..., channels · depthMultiplier, filters); null until the layer is built.
    /// </summary>
    public Variable? PointwiseKernel { get; private set; }

    /// <summary>Chooses the first values of the first kernel.</summary>
    public Initializer DepthwiseInitializer => KernelOptions.Initializer;

    /// <summary>The penalty that the loss gets for the first kernel, if any.</summary>
    public Regularizer? DepthwiseRegularizer => KernelOptions.Regularizer;

    /// <summary>What the first kernel has to meet after every step, if anything.</summary>
    public Constraint? DepthwiseConstraint => KernelOptions.Constraint;

    /// <summary>Chooses the first values of the second kernel.</summary>
    public Initializer PointwiseInitializer => _pointwise.Initializer;

    /// <summary>The penalty that the loss gets for the second kernel, if any.</summary>
    public Regularizer? PointwiseRegularizer => _pointwise.Regularizer;

    /// <summary>What the second kernel has to meet after every step, if anything.</summary>
    public Constraint? PointwiseConstraint => _pointwise.Constraint;

    private protected override string KernelName => "depthwise_kernel";

    private protected override int OutputChannels(int channels) => Filters;

    private protected override Shape KernelShape(int channels) => Window.KernelShape(channels, DepthMultiplier);

    private SlidingWindow OnePosition => new(AxisSizes.All(Axes, 1), AxisSizes.All(Axes, 1), Padding.Valid);

    // What lies between the two is to fit an array too, and the second kernel before the first one is made.
    private protected override void RequireChannels(int channels, Shape input)
    {
        int between = DepthwiseConvolution.Channels(channels, DepthMultiplier);
        OnePosition.KernelShape(between, Filters).RequireArray();
        Window.InferShape(input, between, "kernel").RequireArray();
    }

    private protected override void AddWeights(int channels)
    {
        int between = DepthwiseConvolution.Channels(channels, DepthMultiplier);
        PointwiseKernel = AddWeight(_pointwise, OnePosition.KernelShape(between, Filters), "pointwise_kernel");
    }

    private protected override Op CreateOp(int channels, FusedActivation activation)
    {
        _grouped = DepthwiseConvolution.Grouped(Window, channels, DepthMultiplier);
        _depthwise = new ConvolutionOp(Window, channels, FusedActivation.None);
        return new ConvolutionOp(OnePosition, 1, activation);
    }

    internal override Variable KernelOfFilters => PointwiseKernel!;

    internal override Tensor ScaledKernel(Tensor scale) => PointwiseKernel!.Value * scale;

    internal override Tensor ConvolveWith(Tensor input, Op op, Tensor kernel, Tensor bias) => Tape.Run(op, Between(input), kernel, bias);

    private protected override Tensor Convolve(Tensor input, Op op) =>
        Tape.RunWithBias(op, Between(input), PointwiseKernel!.Value, Bias);

    private Tensor Between(Tensor input) => Tape.Run(_depthwise!, input, Tape.Run(_grouped!, Kernel!.Value));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["depth_multiplier"] = DepthMultiplier;
        config["filters"] = Filters;
        WriteWindow(config);
        WriteWeights(config, KernelOptions, _pointwise, BiasOptions);
    }
}
