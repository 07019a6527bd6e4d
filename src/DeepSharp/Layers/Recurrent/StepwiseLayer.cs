using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A layer that goes through sequences step by step and carries states from step to step, whatever it does at a step.</summary>
/// <remarks>
/// <para><b>Input</b> (batch, steps, ...) · <b>Output</b> (batch, ...), or (batch, steps, ...) with <c>returnSequences</c>.</para>
/// <para>A step that the mask of the input leaves out repeats the states and the output of the step before; outputs before the first
/// step that counts are 0.</para>
/// <para>The initial states may follow the input as further inputs; else they are zeros.</para>
/// <para>The states that a stateful layer keeps are no weights, as in Keras: <c>GetWeights</c> does not give them, files do not have
/// them, and a model that is loaded starts from zeros. A batch then has to be of the size of the one before, until
/// <see cref="ResetStates"/>.</para>
/// </remarks>
public abstract partial class StepwiseLayer : SequenceLayer
{
    private StepwiseOptions _options;

    private protected StepwiseLayer(StepwiseOptions options, string? name, Shape? inputShape)
        : base(name, inputShape) => _options = options;

    /// <summary>Whether the output has a row for each step, not only for the last one.</summary>
    public bool ReturnSequences => _options.ReturnSequences;

    /// <summary>Whether the last states are outputs too, behind the output; <see cref="ApplyWithStates"/> always gives them.</summary>
    public bool ReturnState => _options.ReturnState;

    /// <summary>Whether the sequence is taken from its end; the outputs then come in that order.</summary>
    public bool GoBackwards => _options.GoBackwards;

    /// <summary>Whether a batch starts from the last states of the batch before.</summary>
    public bool Stateful => _options.Stateful;

    /// <summary>Kept for Keras's sake; it changes nothing.</summary>
    public bool Unroll => _options.Unroll;

    /// <summary>Whether the output of steps that the mask leaves out is 0, not that of the step before.</summary>
    public bool ZeroOutputForMask => _options.ZeroOutputForMask;

    /// <summary>How many states go from step to step.</summary>
    private protected abstract int StateCount { get; }

    /// <summary>The shape of a state, batch axis first.</summary>
    /// <param name="state">Which one.</param>
    /// <param name="input">The shape of the sequences.</param>
    private protected abstract Shape StateShape(int state, Shape input);

    /// <summary>The shape of the output of one step, batch axis first.</summary>
    private protected abstract Shape StepShape(Shape input);

    /// <summary>Refuses sequences that the layer cannot take.</summary>
    /// <exception cref="ShapeException">It cannot.</exception>
    private protected abstract void RequireSequences(Shape input);

    /// <summary>All steps: with <see cref="SequenceSteps"/>, or by one op.</summary>
    /// <param name="form">How sequences are gone through.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="initialState">The states before the first step, or none for the cell's own, zeros as a rule.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">To be filled with the states after the last step; empty where nobody wants them.</param>
    private protected abstract Tensor Run(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states);

    /// <summary>What a state begins with where nobody gives one; null for zeros.</summary>
    private protected virtual Tensor? FirstState(int state, Shape input) => null;

    /// <summary>Makes the output of steps that a mask leaves out 0, where each step has one.</summary>
    internal void ZeroMaskedOutputs() => _options = _options with { ZeroOutputForMask = ReturnSequences };

    /// <inheritdoc/>
    public override Tensor? ComputeMask(Tensor input, Tensor? mask) => ReturnSequences ? mask : null;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireSequences(input);
        Shape step = StepShape(input);
        return ReturnSequences ? step.Insert(1, input[1]) : step;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => _options.Write(config);
}
