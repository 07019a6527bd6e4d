using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// A transposed convolution, <see cref="Conv2DTranspose"/> and its like: every value of the input puts its kernel into the output, at steps
/// of the strides, and where they overlap they add up.
/// </summary>
/// <remarks>
/// Along an axis of n values, with k = (kernelSize - 1) · dilationRate + 1, the output has n · strides + max(k - strides, 0) values with
/// <c>"valid"</c> and n · strides with <c>"same"</c>. With an outputPadding it has (n - 1) · strides + k + outputPadding values with
/// <c>"valid"</c>, and (n - 1) · strides + k % 2 + outputPadding with <c>"same"</c>.<br/>
/// Of <see cref="ConvolutionLayer.Kernel"/> the last two axes are (filters, channels).
/// </remarks>
public abstract class TransposedConvolution : ConvolutionLayer
{
    private readonly TransposedWindow _window;

    private protected TransposedConvolution(
        int filters, AxisSizes? outputPadding, ConvolutionOptions options, string? name, Shape? inputShape)
        : base(options, name, inputShape)
    {
        Filters = LayerArguments.Positive(this, filters);
        Window.Padding.RequireNotCausal(LayerArguments.Describe(this));
        for (int axis = 0; axis < Window.Axes && outputPadding is not null; axis++)
        {
            int padding = outputPadding.Value[axis];
            if (padding >= 0 && padding < Window.Strides[axis]) continue;
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected outputPadding of 0 or more and below the strides {Window.Strides} but got " +
                $"{outputPadding}.", nameof(outputPadding));
        }

        _window = new TransposedWindow(Window, outputPadding);
    }

    private protected TransposedConvolution(ConfigReader reader, int axes)
        : this(
            reader.Int("filters"), ReadOutputPadding(reader, axes), ConvolutionOptions.Read(reader, axes), reader.String("name"), null)
    {
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer => KernelOptions.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer => KernelOptions.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => KernelOptions.Constraint;

    private protected AxisSizes? OutputPaddings => _window.OutputPadding;

    private protected override int OutputChannels(int channels) => Filters;

    private protected override Shape KernelShape(int channels) => _window.KernelShape(channels, Filters);

    private protected override Shape PositionsOf(Shape input, int channels) => _window.InferShape(input, channels);

    private protected override Op CreateOp(int channels, FusedActivation activation) => new ConvolutionTransposeOp(_window, activation);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["filters"] = Filters;
        WriteWindow(config);
        config.Insert(
            config.IndexOf("data_format"), "output_padding", OutputPaddings is { } padding ? ConfigSchema.Sizes(padding) : null);
        WriteWeights(config);
    }

    private static AxisSizes? ReadOutputPadding(ConfigReader reader, int axes) =>
        reader.Node("output_padding") is null ? null : reader.Sizes("output_padding", axes);
}
