using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A cell of units with gates that see the input and the state: <see cref="LSTMCell"/> and its like.</summary>
/// <remarks>
/// <b>Input</b> one step, (batch, features), and the states, each (batch, units) · <b>Output</b> the output, (batch, units), and the new
/// states.<br/>
/// Called by itself in training, a cell with dropout draws its masks at each call; in an <see cref="RNN"/> once for all steps.
/// </remarks>
public abstract class GatedCell : RNNCell
{
    private static readonly ExpandDimsOp s_oneStep = new(1);

    private readonly GatedUnits _units;

    private protected GatedCell(RecurrentSettings settings, Func<RecurrentSettings, Layer, GatedUnits> create, string? name)
        : base(name)
    {
        _units = create(settings, this);
        StateSize = [.. Enumerable.Repeat(settings.Units, _units.StateCount)];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<int> StateSize { get; }

    /// <inheritdoc/>
    public sealed override int OutputSize => Units;

    /// <summary>Length of the output, and of each state.</summary>
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

    /// <summary>Seed of the cell's own random numbers, if it was given one.</summary>
    public long? Seed => Settings.Seed;

    /// <summary>The kernel, (features, gates · units); null until the cell is built.</summary>
    public Variable? Kernel => _units.Kernel;

    /// <summary>The recurrent kernel, (units, gates · units); null until the cell is built.</summary>
    public Variable? RecurrentKernel => _units.RecurrentKernel;

    /// <summary>The bias; null until the cell is built, or without a bias.</summary>
    public Variable? Bias => _units.Bias;

    internal override bool HoldsState => base.HoldsState || _units.HoldsState;

    private protected RecurrentSettings Settings => _units.Settings;

    internal sealed override void RequireStep(Shape input)
    {
        if (input.Rank != 2) throw new ShapeException($"expected an input (batch, features) of one step but got {input}.");
        _units.RequireFeatures(input);
    }

    // Penalties for what the cell gives at each step need the steps.
    internal sealed override Tensor RunSequence(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states) =>
        ActivityRegularizer is null
            ? _units.Run(form, input, initialState, training, mask, states)
            : base.RunSequence(form, input, initialState, training, mask, states);

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input) => _units.Build(input, (options, shape, name) => AddWeight(options, shape, name));

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training) =>
        _units.Run(default, Tape.Run(s_oneStep, input), states, training, mask: null, newStates);

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config) => _units.Write(config);
}
