using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// A convolution of each channel by itself, with <see cref="DepthMultiplier"/> kernels and no sums across channels, as
/// <see cref="DepthwiseConv2D"/>.
/// </summary>
public abstract class DepthwiseConvolution : ConvolutionLayer
{
    private ReshapeOp? _grouped;

    private protected DepthwiseConvolution(int depthMultiplier, ConvolutionOptions options, string? name, Shape? inputShape)
        : base(options, name, inputShape)
    {
        Window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        DepthMultiplier = LayerArguments.Positive(this, depthMultiplier);
    }

    private protected DepthwiseConvolution(ConfigReader reader, int axes)
        : this(reader.Int("depth_multiplier", 1), ConvolutionOptions.Read(reader, axes, "depthwise"), reader.String("name"), null)
    {
    }

    /// <summary>Kernels for each channel of the input.</summary>
    public int DepthMultiplier { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer DepthwiseInitializer => KernelOptions.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? DepthwiseRegularizer => KernelOptions.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? DepthwiseConstraint => KernelOptions.Constraint;

    internal override int OpGroups => BuiltChannels;

    private protected override Tensor KernelOfOp => Tape.Run(_grouped!, Kernel!.Value);

    private protected override int OutputChannels(int channels) => Channels(channels, DepthMultiplier);

    private protected override Shape KernelShape(int channels) => Window.KernelShape(channels, DepthMultiplier);

    private protected override Op CreateOp(int channels, FusedActivation activation)
    {
        _grouped = Grouped(Window, channels, DepthMultiplier);
        return new ConvolutionOp(Window, channels, activation);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["depth_multiplier"] = DepthMultiplier;
        WriteWindow(config);
        WriteWeights(config);
    }

    /// <summary>Channels of the output for those of the input.</summary>
    internal static int Channels(int channels, int depthMultiplier) =>
        channels == Shape.Any ? Shape.Any : Shape.LengthOf((long)channels * depthMultiplier);

    /// <summary>
    /// Makes the kernel (..., channels, multiplier) that of a convolution in as many groups as channels, (..., 1, filters): the same values
    /// in the same order.
    /// </summary>
    internal static ReshapeOp Grouped(in SlidingWindow window, int channels, int depthMultiplier) =>
        new(window.KernelShape(1, Channels(channels, depthMultiplier)));
}
