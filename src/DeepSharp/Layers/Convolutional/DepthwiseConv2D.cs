using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>A 2-D convolution of each channel by itself, with <see cref="DepthMultiplier"/> kernels and no sums across channels.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels · depthMultiplier), where the
/// results of one channel lie side by side.<br/>
/// <b>Weights</b> kernel (kernelHeight, kernelWidth, channels, depthMultiplier), bias (channels · depthMultiplier).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>new DepthwiseConv2D(3, padding: "same")</code></example>
public sealed class DepthwiseConv2D : Layer
{
    private readonly Window2D _window;
    private ReshapeOp? _grouped;
    private Conv2DOp? _op;

    /// <summary>A depthwise 2-D convolution.</summary>
    /// <param name="kernelSize">Height and width of the kernels, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="depthMultiplier">Kernels, and channels of the output, for each channel of the input; 1 or more.</param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1. Above 1 only with strides of 1.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="depthwiseRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="depthwiseConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>depthwise_conv2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    public DepthwiseConv2D(
        Size2D kernelSize, Size2D? strides = null, Padding padding = default, int depthMultiplier = 1, Size2D? dilationRate = null,
        Activation? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        _window = new Window2D(
            LayerArguments.Positive(this, kernelSize),
            LayerArguments.Positive(this, strides ?? 1, nameof(strides)),
            LayerArguments.Positive(this, dilationRate ?? 1, nameof(dilationRate)),
            padding);
        DepthMultiplier = LayerArguments.Positive(this, depthMultiplier);
        if ((Strides.Height > 1 || Strides.Width > 1) && (DilationRate.Height > 1 || DilationRate.Width > 1))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected strides or dilationRate to be 1 but got {Strides} and {DilationRate}. " +
                "Use one of them only.",
                nameof(dilationRate));
        }

        Activation = activation ?? Activation.Linear;
        UseBias = useBias;
        DepthwiseInitializer = depthwiseInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        (DepthwiseRegularizer, BiasRegularizer, ActivityRegularizer) = (depthwiseRegularizer, biasRegularizer, activityRegularizer);
        (DepthwiseConstraint, BiasConstraint) = (depthwiseConstraint, biasConstraint);
    }

    /// <summary>Height and width of the kernels.</summary>
    public Size2D KernelSize => _window.Size;

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => _window.Strides;

    /// <summary>What the window does at the border.</summary>
    public Padding Padding => _window.Padding;

    /// <summary>Kernels for each channel of the input.</summary>
    public int DepthMultiplier { get; }

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => _window.Dilation;

    /// <summary>The function applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The kernel, (kernelHeight, kernelWidth, channels, depthMultiplier); null until the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, (channels · depthMultiplier); null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireChannels(input);
        int filters = input[3] == Shape.Any ? Shape.Any : Shape.LengthOf((long)input[3] * DepthMultiplier);
        return Activation.ComputeOutputShape(_window.InferShape(input, filters, "kernel"));
    }

    internal static DepthwiseConv2D FromConfig(ConfigReader reader)
    {
        ImageConfig.ReadDataFormat(reader);
        return new DepthwiseConv2D(
            reader.Size2D("kernel_size"),
            reader.Size2D("strides", 1),
            reader.String("padding", "valid")!,
            reader.Int("depth_multiplier", 1),
            reader.Size2D("dilation_rate", 1),
            Activation.Read(reader, "activation"),
            reader.Bool("use_bias", true),
            Initializer.Read(reader, "depthwise_initializer", "glorot_uniform"),
            Initializer.Read(reader, "bias_initializer", Initializer.Zeros),
            Regularizer.Read(reader, "depthwise_regularizer"),
            Regularizer.Read(reader, "bias_regularizer"),
            depthwiseConstraint: Constraint.Read(reader, "depthwise_constraint"),
            biasConstraint: Constraint.Read(reader, "bias_constraint"),
            name: reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int channels = input[3];
        if (channels == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input with a known number of channels but got {input}. Height and width may be unknown, channels may not.");
        }

        int filters = channels * DepthMultiplier;
        Kernel = AddWeight(
            "kernel", [KernelSize.Height, KernelSize.Width, channels, DepthMultiplier], DepthwiseInitializer,
            regularizer: DepthwiseRegularizer, constraint: DepthwiseConstraint);
        if (UseBias) Bias = AddWeight("bias", [filters], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);

        // A convolution in as many groups as channels: its kernel (rows, columns, 1, filters) has the same values in the same order.
        _grouped = new ReshapeOp([KernelSize.Height, KernelSize.Width, 1, filters]);
        _op = new Conv2DOp(_window, channels, Activation.Fusion);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireChannels(input.Shape);
        Tensor kernel = Tape.Run(_grouped!, Kernel!.Value);
        Tensor y = Tape.RunWithBias(_op!, input, kernel, Bias);
        return Activation.Fusion == FusedActivation.None ? Activation.Apply(y) : y;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["depth_multiplier"] = DepthMultiplier;
        config["kernel_size"] = ConfigSchema.Pair(KernelSize);
        config["strides"] = ConfigSchema.Pair(Strides);
        config["padding"] = Padding.Name;
        ImageConfig.WriteDataFormat(config);
        config["dilation_rate"] = ConfigSchema.Pair(DilationRate);
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        config["depthwise_initializer"] = DepthwiseInitializer.ToConfig();
        config["bias_initializer"] = BiasInitializer.ToConfig();
        config["depthwise_regularizer"] = DepthwiseRegularizer?.ToConfig();
        config["bias_regularizer"] = BiasRegularizer?.ToConfig();
        config["activity_regularizer"] = null;
        config["depthwise_constraint"] = DepthwiseConstraint?.ToConfig();
        config["bias_constraint"] = BiasConstraint?.ToConfig();
    }

    private void RequireChannels(Shape input)
    {
        Window2D.RequireImages(input);
        if (Kernel is { } kernel && input[3] != kernel.Shape[2] && input[3] != Shape.Any)
        {
            throw new ShapeException($"was built for {kernel.Shape[2]} input channels, but got an input of shape {input}.");
        }
    }
}
