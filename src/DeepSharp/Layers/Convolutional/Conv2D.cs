using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>2-D convolution over images, followed by an optional activation: <c>activation(x ⋆ kernel + bias)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, filters).<br/>
/// <b>Weights</b> kernel (kernelHeight, kernelWidth, channels / groups, filters), bias (filters).<br/>
/// A ReLU activation is computed with the convolution, in one pass.
/// </remarks>
/// <example><code>
/// new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3])
/// new Conv2D(64, 3, strides: 2, padding: "same")
/// </code></example>
public sealed class Conv2D : Layer
{
    private readonly Window2D _window;
    private readonly Conv2DOp _op;

    /// <summary>A 2-D convolution.</summary>
    /// <param name="filters">Channels of the output, 1 or more.</param>
    /// <param name="kernelSize">Height and width of the kernel, one number for both or a pair.</param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1. Above 1 only with strides of 1.</param>
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
    /// <param name="name">A name that is unique in its model; null for <c>conv2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the filters, or strides and dilation are both above 1.</exception>
    public Conv2D(
        int filters, Size2D kernelSize, Size2D? strides = null, Padding padding = default, Size2D? dilationRate = null, int groups = 1,
        Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Filters = LayerArguments.Positive(this, filters);
        Groups = LayerArguments.Positive(this, groups);
        _window = new Window2D(
            LayerArguments.Positive(this, kernelSize),
            LayerArguments.Positive(this, strides ?? 1, nameof(strides)),
            LayerArguments.Positive(this, dilationRate ?? 1, nameof(dilationRate)),
            padding);
        if (filters % groups != 0)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected filters to be a multiple of groups but got {filters} filters, {groups} groups.",
                nameof(groups));
        }

        if ((Strides.Height > 1 || Strides.Width > 1) && (DilationRate.Height > 1 || DilationRate.Width > 1))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected strides or dilationRate to be 1 but got {Strides} and {DilationRate}. " +
                "Use one of them only.",
                nameof(dilationRate));
        }

        Activation = activation ?? Activation.Linear;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        (KernelRegularizer, BiasRegularizer, ActivityRegularizer) = (kernelRegularizer, biasRegularizer, activityRegularizer);
        (KernelConstraint, BiasConstraint) = (kernelConstraint, biasConstraint);
        _op = new Conv2DOp(_window, groups, Activation.Fusion);
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Height and width of the kernel.</summary>
    public Size2D KernelSize => _window.Size;

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => _window.Strides;

    /// <summary>What the window does at the border.</summary>
    public Padding Padding => _window.Padding;

    /// <summary>Distance of the kernel's pixels in the image.</summary>
    public Size2D DilationRate => _window.Dilation;

    /// <summary>Groups that channels and filters are split into.</summary>
    public int Groups { get; }

    /// <summary>The function applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The kernel, (kernelHeight, kernelWidth, channels / groups, filters); null until the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, (filters); null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireChannels(input);
        return Activation.ComputeOutputShape(_window.InferShape(input, Filters, "kernel"));
    }

    /// <summary>Size, strides, dilation and padding.</summary>
    internal Window2D Window => _window;

    internal override ImagePart Reads(Shape input) => ImagePart.Of(_window.Extent(input));

    internal static Conv2D FromConfig(ConfigReader reader)
    {
        ImageConfig.ReadDataFormat(reader);
        return new Conv2D(
            reader.Int("filters"),
            reader.Size2D("kernel_size"),
            reader.Size2D("strides", 1),
            reader.String("padding", "valid")!,
            reader.Size2D("dilation_rate", 1),
            reader.Int("groups", 1),
            Activation.Read(reader, "activation"),
            reader.Bool("use_bias", true),
            Initializer.Read(reader, "kernel_initializer", "glorot_uniform"),
            Initializer.Read(reader, "bias_initializer", Initializer.Zeros),
            Regularizer.Read(reader, "kernel_regularizer"),
            Regularizer.Read(reader, "bias_regularizer"),
            kernelConstraint: Constraint.Read(reader, "kernel_constraint"),
            biasConstraint: Constraint.Read(reader, "bias_constraint"),
            name: reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        if (input[3] == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input with a known number of channels but got {input}. Height and width may be unknown, channels may not.");
        }

        Shape kernel = [KernelSize.Height, KernelSize.Width, input[3] / Groups, Filters];
        Kernel = AddWeight("kernel", kernel, KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        if (UseBias) Bias = AddWeight("bias", [Filters], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireChannels(input.Shape);
        Tensor y = Tape.RunWithBias(_op, input, Kernel!.Value, Bias);
        return Activation.Fusion == FusedActivation.None ? Activation.Apply(y) : y;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["filters"] = Filters;
        config["kernel_size"] = ConfigSchema.Pair(KernelSize);
        config["strides"] = ConfigSchema.Pair(Strides);
        config["padding"] = Padding.Name;
        ImageConfig.WriteDataFormat(config);
        config["dilation_rate"] = ConfigSchema.Pair(DilationRate);
        config["groups"] = Groups;
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        config["kernel_initializer"] = KernelInitializer.ToConfig();
        config["bias_initializer"] = BiasInitializer.ToConfig();
        config["kernel_regularizer"] = KernelRegularizer?.ToConfig();
        config["bias_regularizer"] = BiasRegularizer?.ToConfig();
        config["activity_regularizer"] = null;
        config["kernel_constraint"] = KernelConstraint?.ToConfig();
        config["bias_constraint"] = BiasConstraint?.ToConfig();
    }

    private void RequireChannels(Shape input)
    {
        Window2D.RequireImages(input);
        int channels = input[3];
        if (channels == Shape.Any) return;
        if (Kernel is { } kernel && channels != kernel.Shape[2] * Groups)
        {
            throw new ShapeException($"was built for {kernel.Shape[2] * Groups} input channels, but got an input of shape {input}.");
        }

        if (channels % Groups != 0)
        {
            throw new ShapeException(
                $"expected the input channels to be a multiple of groups = {Groups} but got {channels} channels in {input}. " +
                "Choose groups that divide them.");
        }
    }
}
