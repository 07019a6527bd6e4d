using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// A convolution whose filters sum over all channels of a group, as <see cref="Conv1D"/> and <see cref="Conv2D"/> do and
/// <see cref="DepthwiseConv2D"/> does not.
/// </summary>
public abstract class FullConvolution : ConvolutionLayer
{
    private protected FullConvolution(int filters, int groups, ConvolutionOptions options, string? name, Shape? inputShape)
        : base(options, name, inputShape)
    {
        Filters = LayerArguments.Positive(this, filters);
        Groups = LayerArguments.Positive(this, groups);
        if (filters % groups == 0) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected filters to be a multiple of groups but got {filters} filters, {groups} groups.",
            nameof(groups));
    }

    private protected FullConvolution(ConfigReader reader, int axes)
        : this(reader.Int("filters"), reader.Int("groups", 1), ConvolutionOptions.Read(reader, axes), reader.String("name"), null)
    {
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Groups that channels and filters are split into.</summary>
    public int Groups { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer => KernelOptions.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer => KernelOptions.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => KernelOptions.Constraint;

    internal override int OpGroups => Groups;

    internal override bool IsPointwise => Groups == 1 && !Window.Size.IsAboveOne && !Window.Strides.IsAboveOne;

    private protected override int OutputChannels(int channels) => Filters;

    private protected override Shape KernelShape(int channels) => Window.KernelShape(channels / Groups, Filters);

    private protected override Op CreateOp(int channels, FusedActivation activation) => new ConvolutionOp(Window, Groups, activation);

    private protected override void RequireChannels(int channels, Shape input)
    {
        if (channels % Groups == 0) return;
        throw new ShapeException(
            $"expected the input channels to be a multiple of groups = {Groups} but got {channels} channels in {input}. " +
            "Choose groups that divide them.");
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["filters"] = Filters;
        WriteWindow(config);
        config["groups"] = Groups;
        WriteWeights(config);
    }
}
