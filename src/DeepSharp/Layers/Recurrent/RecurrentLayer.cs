using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A layer of units that go through a sequence step by step, with gates that see the input and the state: LSTM and its like.</summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, features) · <b>Output</b> (batch, units), or (batch, steps, units) with <c>returnSequences</c>; each
/// state is (batch, units).</para>
/// <para>Dropout draws its masks once a call, for all steps. The gates share the mask of the input, unless there is recurrent dropout:
/// then, as in Keras, each gate has its own masks for the input and for the state.</para>
/// </remarks>
public abstract partial class RecurrentLayer : StepwiseLayer
{
    private readonly RecurrentSettings _settings;

    private protected RecurrentLayer(RecurrentSettings settings, string? name, Shape? inputShape)
        : base(settings.Stepwise, name, inputShape)
    {
        LayerArguments.Positive(this, settings.Units, "units");
        RequireUnits(settings.Units);
        RequireRate(settings.Dropout, "dropout");
        RequireRate(settings.RecurrentDropout, "recurrentDropout");
        _settings = settings;
        ActivityRegularizer = settings.ActivityRegularizer;
        _random = DeepSharpRuntime.CreateStream(settings.Seed);
        _inputDropout = new SharedDropoutOp(settings.Dropout, _random, [Shape.Any, 1, Shape.Any]);
    }

    /// <summary>Length of the last axis of the output, and of each state.</summary>
    public int Units => _settings.Units;

    /// <summary>What new values go through.</summary>
    public Activation Activation => _settings.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _settings.UseBias;

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

    /// <summary>The kernel, (features, gates · units); null until the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The recurrent kernel, (units, gates · units); null until the layer is built.</summary>
    public Variable? RecurrentKernel { get; private set; }

    /// <summary>The bias; null until the layer is built, or without a bias.</summary>
    public Variable? Bias { get; private protected set; }

    internal override bool HoldsState => base.HoldsState || Dropout > 0f || RecurrentDropout > 0f;

    /// <summary>Columns of the kernels for each unit.</summary>
    private protected abstract int Gates { get; }

    /// <summary>The shape of the bias: one value for each column of the kernels, unless a cell needs more.</summary>
    private protected virtual Shape BiasShape => [Gates * Units];

    /// <summary>What Keras puts in front of the names of the weights, such as <c>lstm_cell</c>.</summary>
    private protected abstract string CellName { get; }

    /// <summary>Whether <see cref="CreateOp"/> can compute what the layer's options ask for.</summary>
    private protected abstract bool IsFused { get; }

    private protected sealed override Shape StateShape(int state, Shape input) => [input[0], Units];

    private protected sealed override Shape StepShape(Shape input) => [input[0], Units];

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        if (input[2] == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input whose last axis has a known length but got {input}. Give the layer before a fixed size.");
        }

        Kernel = AddWeight(_settings.Kernel, [input[2], Gates * Units], $"{CellName}/kernel");
        RecurrentKernel = AddWeight(_settings.Recurrent, [Units, Gates * Units], $"{CellName}/recurrent_kernel");
        if (UseBias) BuildBias();
        _gateColumns = new ColumnsOp[Gates];
        for (int gate = 0; gate < Gates; gate++) _gateColumns[gate] = new ColumnsOp(gate * Units, Units);
    }

    // Nothing but the units decides about the recurrent kernel, (units, gates · units): what no array holds is refused before
    // there is a layer.
    private void RequireUnits(int units)
    {
        int most = (int)Math.Sqrt(Array.MaxLength / Gates);
        if (units <= most) return;
        throw new ArgumentOutOfRangeException(
            nameof(units),
            $"{LayerArguments.Describe(this)}: expected units of at most {most:N0}, whose recurrent kernel, (units, {Gates} · units), " +
            $"fits in an array, but got {units}. Choose fewer.");
    }

    /// <summary>Makes the bias.</summary>
    private protected virtual void BuildBias() =>
        Bias = AddWeight(_settings.Bias, BiasShape, $"{CellName}/bias");

    /// <summary>The op over whole sequences.</summary>
    private protected abstract Op CreateOp(RecurrentOptions options);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        _settings.Write(config);
    }

    private protected sealed override void RequireSequences(Shape input)
    {
        if (input.Rank != 3)
        {
            bool isVectors = input.Rank == 2 && input[1] != Shape.Any;
            string shape = isVectors ? $"[-1, {input[1]}, 1]" : "";
            string advice = !isVectors ? "" : " Add an axis, " + (input[0] == Shape.Any
                ? ReshapeAdvice.ForData(shape, $"[{input[1]}, 1]") : ReshapeAdvice.ForTensor(shape));
            throw new ShapeException($"expected an input of rank 3 (batch, steps, features) but got {input}.{advice}");
        }

        if (Kernel is { } kernel && input[2] != kernel.Shape[0] && input[2] != Shape.Any)
        {
            throw new ShapeException($"was built for {kernel.Shape[0]} input features, but got an input of shape {input}.");
        }
    }

    private void RequireRate(float rate, string name)
    {
        if (rate >= 0f && rate < 1f) return;
        throw new ArgumentOutOfRangeException(
            name, $"{LayerArguments.Describe(this)}: expected {name}, the fraction to drop, from 0 to below 1 but got {rate}.");
    }
}
