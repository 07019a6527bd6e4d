using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>A fully connected layer: <c>activation(x·kernel + bias)</c> over the last axis.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., features) · <b>Output</b> (batch, ..., units).<br/>
/// <b>Weights</b> kernel (features, units), bias (units).
/// </remarks>
/// <example><code>new Dense(10, activation: "softmax")</code></example>
public sealed class Dense : Layer
{
    private readonly LinearOp _op;
    private readonly WeightOptions _kernel, _bias;
    private PackedDense? _packed;

    /// <summary>A fully connected layer.</summary>
    /// <param name="units">Length of the last axis of the output, 1 or more.</param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>dense</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public Dense(
        int units, Activation? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        string? name = null, Shape? inputShape = null)
        : this(
            units, activation ?? Activation.Linear, useBias, WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), name, inputShape)
    {
        ActivityRegularizer = activityRegularizer;
    }

    private Dense(
        int units, Activation activation, bool useBias, WeightOptions kernel, WeightOptions bias, string? name, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Units = LayerArguments.Positive(this, units);
        (Activation, UseBias, _kernel, _bias) = (activation, useBias, kernel, bias);
        _op = LinearOp.For(Activation.Fusion);
    }

    /// <summary>Length of the last axis of the output.</summary>
    public int Units { get; }

    /// <summary>The function applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer => _kernel.Initializer;

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer => _bias.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer => _kernel.Regularizer;

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer => _bias.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => _kernel.Constraint;

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint => _bias.Constraint;

    /// <summary>The kernel, (features, units); null until the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, (units); null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => IsKnown(Activation);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireFeatures(input);
        return Activation.ComputeOutputShape(input.WithLast(Units));
    }

    internal static Dense FromConfig(ConfigReader reader)
    {
        reader.Refuse("lora_rank", "lora_alpha", "quantization_config");
        return new Dense(
            reader.Int("units"),
            Activation.Read(reader, "activation"),
            reader.Bool("use_bias", true),
            WeightOptions.ReadKernel(reader),
            WeightOptions.ReadBias(reader),
            reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        if (input[^1] == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input whose last axis has a known length but got {input}. Give the layer before a fixed size.");
        }

        Kernel = AddWeight(_kernel, [input[^1], Units]);
        _packed = new PackedDense(Kernel);
        if (UseBias) Bias = AddWeight(_bias, [Units]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireFeatures(input.Shape);
        Tensor y = Multiply(input, _op, training);
        return Activation.Fusion == FusedActivation.None ? Activation.Apply(y) : y;
    }

    /// <summary>The product with the kernel, with bias, by an op that may have another activation fused into it.</summary>
    internal Tensor Multiply(Tensor input, LinearOp op, bool training) => _packed!.Multiply(op, input, Bias, training);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["units"] = Units;
        config["activation"] = Activation.ToConfig();
        config["use_bias"] = UseBias;
        WeightOptions.Write(config, _kernel, _bias);
        config["quantization_config"] = null;
    }

    private void RequireFeatures(Shape input)
    {
        if (input.Rank < 2)
        {
            string advice = input.Rank != 1 ? "" : " Add an axis, " + input[0] switch
            {
                Shape.Any => ReshapeAdvice.ForData("[-1, 1]", "[1]"),
                1 => ReshapeAdvice.ForTensor("[1, 1]"),
                int length => $"e.g. x.Reshape([{length}, 1]) or x.Reshape([1, {length}]).",
            };
            throw new ShapeException($"expected an input of rank 2 or more (batch, ..., features) but got {input}.{advice}");
        }

        if (Kernel is { } kernel && input[^1] != kernel.Shape[0] && input[^1] != Shape.Any)
        {
            throw new ShapeException($"was built for {kernel.Shape[0]} input features, but got an input of shape {input}.");
        }
    }
}
