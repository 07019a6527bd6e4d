using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer of units that go through a sequence step by step, with gates that see the input and the state: LSTM and its like.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, features) · <b>Output</b> (batch, units), or (batch, steps, units) with <c>returnSequences</c>; each
/// state is (batch, units).</para>
/// <para>Dropout draws its masks once a call, for all steps. The gates share the mask of the input, unless there is recurrent dropout:
/// then, as in Keras, each gate has its own masks for the input and for the state.</para>
/// </remarks>
public abstract class RecurrentLayer : StepwiseLayer
{
    private readonly GatedUnits _units;

    private protected RecurrentLayer(
        RecurrentSettings settings, Func<RecurrentSettings, Layer, GatedUnits> create, StepwiseOptions stepwise, string? name,
        Shape? inputShape)
        : base(stepwise, name, inputShape) => _units = create(settings, this);

    /// <summary>Length of the last axis of the output, and of each state.</summary>
    public int Units => Settings.Units;

    /// <summary>What new values go through.</summary>
    public Activation Activation => Settings.Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => Settings.UseBias;

    /// <summary>Chooses the first values of the kernel.</summary>
    public Initializer KernelInitializer => Settings.Kernel.Initializer;

    /// <summary>Chooses the first values of the recurrent kernel.</summary>
    public Initializer RecurrentInitializer => Settings.Recurrent.Initializer;

    /// <summary>Chooses the first values of the bias.</summary>
    public Initializer BiasInitializer => Settings.Bias.Initializer;

    /// <summary>The penalty that the loss gets for the kernel, if any.</summary>
    public Regularizer? KernelRegularizer => Settings.Kernel.Regularizer;

    /// <summary>The penalty that the loss gets for the recurrent kernel, if any.</summary>
    public Regularizer? RecurrentRegularizer => Settings.Recurrent.Regularizer;

    /// <summary>The penalty that the loss gets for the bias, if any.</summary>
    public Regularizer? BiasRegularizer => Settings.Bias.Regularizer;

    /// <summary>What the kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => Settings.Kernel.Constraint;

    /// <summary>What the recurrent kernel has to meet after every step, if anything.</summary>
    public Constraint? RecurrentConstraint => Settings.Recurrent.Constraint;

    /// <summary>What the bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint => Settings.Bias.Constraint;

    /// <summary>Fraction of the input's values that training drops, the same ones at all steps.</summary>
    public float Dropout => Settings.Dropout;

    /// <summary>Fraction of the state's values that training drops on their way to the next step, the same ones at all steps.</summary>
    public float RecurrentDropout => Settings.RecurrentDropout;

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed => Settings.Seed;

    /// <summary>The kernel, (features, gates · units); null until the layer is built.</summary>
    public Variable? Kernel => _units.Kernel;

    /// <summary>The recurrent kernel, (units, gates · units); null until the layer is built.</summary>
    public Variable? RecurrentKernel => _units.RecurrentKernel;

    /// <summary>The bias; null until the layer is built, or without a bias.</summary>
    public Variable? Bias => _units.Bias;

    internal override bool HoldsState => base.HoldsState || _units.HoldsState;

    internal override bool TakesSamplesApart(bool training) => !Stateful && !(training && _units.HoldsState) && _units.HasKnownActivations;

    private protected RecurrentSettings Settings => _units.Settings;

    private protected sealed override int StateCount => _units.StateCount;

    private protected sealed override Shape StateShape(int state, Shape input) => [input[0], Units];

    private protected sealed override Shape StepShape(Shape input) => [input[0], Units];

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) =>
        _units.Build(input, (options, shape, name) => AddWeight(options, shape, $"{_units.CellName}/{name}"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        _units.Write(config);

        // As Keras writes it; a penalty that there is takes its place.
        config["activity_regularizer"] = null;
    }

    /// <summary>Reads what is about sequences.</summary>
    private protected static StepwiseOptions ReadStepwise(ConfigReader reader)
    {
        reader.Ignore("use_cudnn");
        return StepwiseOptions.Read(reader);
    }

    private protected sealed override Tensor Run(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states) =>
        _units.Run(form, input, initialState, training, mask, states);

    private protected sealed override void RequireSequences(Shape input)
    {
        if (input.Rank == 3)
        {
            _units.RequireFeatures(input);
            return;
        }

        bool isVectors = input.Rank == 2 && input[1] != Shape.Any;
        string shape = isVectors ? $"[-1, {input[1]}, 1]" : "";
        string advice = !isVectors ? "" : " Add an axis, " + (input[0] == Shape.Any
            ? ReshapeAdvice.ForData(shape, $"[{input[1]}, 1]") : ReshapeAdvice.ForTensor(shape));
        throw new ShapeException($"expected an input of rank 3 (batch, steps, features) but got {input}.{advice}");
    }
}
