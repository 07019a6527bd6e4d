using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A dense layer over any axes: <c>activation(einsum(equation, x, kernel) + bias)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> (batch, <c>outputShape</c>), as the equation has it.<br/>
/// <b>Weights</b> kernel, with the axes of the equation's second part; bias, with the axes of <c>biasAxes</c>.
/// </remarks>
/// <example><code>
/// new EinsumDense("abc,cd->abd", [Shape.Any, 64], biasAxes: "d")     // Dense(64) over the last axis
/// new EinsumDense("...x,xy->...y", 64, biasAxes: "y")                // the same for any number of axes
/// new EinsumDense("abc,cde->abde", [Shape.Any, 8, 32], biasAxes: "de")   // into 8 heads of 32
/// </code></example>
public sealed class EinsumDense : Layer
{
    private readonly EinsumEquation _equation;
    private readonly WeightOptions _kernel, _bias;
    private Projection? _projection;

    /// <summary>A dense layer over any axes.</summary>
    /// <param name="equation">
    /// What is multiplied and summed, <c>x,k->y</c> with a letter for each axis of input, kernel and output; <c>...</c> before or behind
    /// the letters of input and output stands for axes that are kept.
    /// </param>
    /// <param name="outputShape">
    /// The lengths of the output's axes that the equation names, without the batch axis where it names that; <see cref="Shape.Any"/> where
    /// the input says the length.
    /// </param>
    /// <param name="activation">Applied to the result; null for none.</param>
    /// <param name="biasAxes">The letters of the output that a bias has; null for no bias.</param>
    /// <param name="kernelInitializer">First values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for the kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for the bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output, after the activation; null for none.</param>
    /// <param name="kernelConstraint">What the kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What the bias has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>einsum_dense</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">The equation is none for an input and a kernel.</exception>
    public EinsumDense(
        string equation, Shape outputShape, Activation? activation = null, string? biasAxes = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, Shape? inputShape = null)
        : this(
            equation, outputShape, activation ?? Activation.Linear, biasAxes,
            WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), name, inputShape)
    {
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>A dense layer whose equation names one axis of the output besides the batch.</summary>
    /// <inheritdoc cref="EinsumDense(string, Shape, Activation, string, Initializer, Initializer, Regularizer, Regularizer, Regularizer, Constraint, Constraint, string, Shape?)"/>
    public EinsumDense(
        string equation, int outputShape, Activation? activation = null, string? biasAxes = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, Shape? inputShape = null)
        : this(
            equation, new Shape(outputShape), activation, biasAxes, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer,
            activityRegularizer, kernelConstraint, biasConstraint, name, inputShape)
    {
    }

    private EinsumDense(
        string equation, Shape outputShape, Activation activation, string? biasAxes, WeightOptions kernel, WeightOptions bias, string? name,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        _equation = EinsumEquation.Parse(LayerArguments.Describe(this), equation);
        EinsumShapes.Require(LayerArguments.Describe(this), _equation);
        if (outputShape.Contains(0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputShape),
                $"{LayerArguments.Describe(this)}: expected lengths of 1 or more, or {nameof(Shape)}.{nameof(Shape.Any)}, but got " +
                $"{outputShape}.");
        }

        (Equation, OutputShape, Activation, BiasAxes, _kernel, _bias) = (equation, outputShape, activation, biasAxes, kernel, bias);
    }

    /// <summary>What is multiplied and summed.</summary>
    public string Equation { get; }

    /// <summary>The lengths of the output's axes, as they were given.</summary>
    public Shape OutputShape { get; }

    /// <summary>The function applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>The letters of the output that the bias has; null for no bias.</summary>
    public string? BiasAxes { get; }

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

    /// <summary>The kernel; null until the layer is built.</summary>
    public Variable? Kernel => _projection?.Kernel;

    /// <summary>The bias; null until the layer is built, or without one.</summary>
    public Variable? Bias => _projection?.Bias;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (IsBuilt && input.Rank != BuildShape!.Value.Rank)
        {
            throw new ShapeException($"expected an input of {BuildShape.Value.Rank} axes, as the layer was built for, but got {input}.");
        }

        EinsumShapes shapes = EinsumShapes.Of(_equation, BiasAxes, input, OutputShape);
        if (Kernel is { } kernel && shapes.Kernel != kernel.Shape)
        {
            throw new ShapeException($"expected an input that the kernel {kernel.Shape} of '{Equation}' fits but got {input}.");
        }

        return Activation.ComputeOutputShape(shapes.Output);
    }

    internal static EinsumDense FromConfig(ConfigReader reader)
    {
        reader.Refuse("lora_rank", "lora_alpha", "gptq_unpacked_column_size", "quantization_config");
        return new EinsumDense(
            reader.String("equation") ?? throw reader.Wrong("equation", "a string", null),
            reader.Node("output_shape") is JsonArray ? reader.OptionalShape("output_shape")!.Value : [reader.Int("output_shape")],
            Activation.Read(reader, "activation"),
            reader.String("bias_axes"),
            WeightOptions.ReadKernel(reader),
            WeightOptions.ReadBias(reader),
            reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        EinsumShapes shapes = EinsumShapes.Of(_equation, BiasAxes, input, OutputShape);
        WeightOptions kernel = _kernel with { Initializer = _kernel.Initializer.ForAxes(shapes.InputAxes, shapes.OutputAxes) };
        _projection = new Projection(
            _equation, input.Rank, AddWeight(kernel, shapes.Kernel), shapes.Bias is { } bias ? AddWeight(_bias, bias) : null, Activation);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _projection!.Apply(input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["output_shape"] = ConfigSchema.List(OutputShape);
        config["equation"] = Equation;
        config["activation"] = Activation.ToConfig();
        config["bias_axes"] = BiasAxes;
        WeightOptions.WriteWithActivity(config, _kernel, _bias);
        config["quantization_config"] = null;
    }
}
