using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A recurrent layer around a cell, which says what is done at one step: one of the library's, a stack of them, or a custom one.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, steps, features) · <b>Output</b> (batch, the cell's output size), or (batch, steps, output size) with
/// <c>returnSequences</c>; each state is (batch, size).<br/>
/// <b>Weights</b> those of the cell.<br/>
/// Around an <see cref="LSTMCell"/>, a <see cref="GRUCell"/> or a <see cref="SimpleRNNCell"/>, or a stack of such, it is as fast as
/// <see cref="LSTM"/> and the others. A custom cell is called once for each step.
/// </remarks>
/// <example><code>
/// new RNN(new LSTMCell(64), returnSequences: true)
/// new RNN([new LSTMCell(64), new GRUCell(32)])   // the first one's outputs are the second one's inputs
/// </code></example>
public sealed class RNN : StepwiseLayer
{
    /// <summary>A recurrent layer around a cell.</summary>
    /// <param name="cell">What is done at one step.</param>
    /// <param name="returnSequences">Whether the output has a row for each step, not only for the last one.</param>
    /// <param name="returnState">Whether the last states are outputs of the layer too.</param>
    /// <param name="goBackwards">Whether the sequence is taken from its end; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch starts from the last states of the batch before.</param>
    /// <param name="unroll">Kept for Keras's sake; it changes nothing.</param>
    /// <param name="zeroOutputForMask">Whether the output of steps that the mask leaves out is 0, not that of the step before.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rnn</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, features), where this is the first layer of a model.</param>
    public RNN(
        RNNCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
        bool unroll = false, bool zeroOutputForMask = false, string? name = null, Shape? inputShape = null)
        : this(
            cell, new StepwiseOptions(returnSequences, returnState, goBackwards, stateful)
            {
                Unroll = unroll,
                ZeroOutputForMask = zeroOutputForMask,
            },
            name, inputShape)
    {
    }

    /// <summary>A recurrent layer around a stack of cells.</summary>
    /// <param name="cells">One or more; each takes the outputs of the one before.</param>
    /// <param name="returnSequences">Whether the output has a row for each step, not only for the last one.</param>
    /// <param name="returnState">Whether the last states are outputs of the layer too.</param>
    /// <param name="goBackwards">Whether the sequence is taken from its end; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch starts from the last states of the batch before.</param>
    /// <param name="unroll">Kept for Keras's sake; it changes nothing.</param>
    /// <param name="zeroOutputForMask">Whether the output of steps that the mask leaves out is 0, not that of the step before.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rnn</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, (steps, features), where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public RNN(
        IReadOnlyList<RNNCell> cells, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
        bool stateful = false, bool unroll = false, bool zeroOutputForMask = false, string? name = null, Shape? inputShape = null)
        : this(
            new StackedRNNCells(cells), returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, name, inputShape)
    {
    }

    private RNN(RNNCell cell, StepwiseOptions options, string? name, Shape? inputShape = null)
        : base(options, name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.StateSize is not { Count: >= 1 })
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected a cell whose StateSize has one length or more, but that of " +
                $"{LayerArguments.Describe(cell)} has none.", nameof(cell));
        }

        Cell = AddLayer(cell);
    }

    /// <summary>What is done at one step.</summary>
    public RNNCell Cell { get; }

    private protected override int StateCount => Cell.StateSize.Count;

    private protected override Shape StateShape(int state, Shape input) => [input[0], Cell.SizeOf(state)];

    private protected override Shape StepShape(Shape input) => [input[0], Cell.OutputSize];

    internal static RNN FromConfig(ConfigReader reader)
    {
        JsonNode config = reader.Node("cell") ?? throw reader.Wrong("cell", "a cell", null);
        RNNCell cell = config is JsonArray list
            ? new StackedRNNCells(StackedRNNCells.ReadCells(reader, "cell", list))
            : Read(config, "layer") as RNNCell ?? throw reader.Wrong("cell", "a cell", config);
        return new RNN(cell, StepwiseOptions.Read(reader), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => BuildInside(Cell, OneStep(input));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["cell"] = Cell.ToConfig();
    }

    private protected override Tensor? FirstState(int state, Shape input) => Cell.InitialState(state, input[0]);

    private protected override Tensor Run(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states) =>
        Cell.RunSequence(form, input, initialState, training, mask, states);

    private protected override void RequireSequences(Shape input)
    {
        if (input.Rank < 3) throw new ShapeException($"expected an input of rank 3 (batch, steps, features) but got {input}.");
        Cell.RequireStep(OneStep(input));
    }

    private static Shape OneStep(Shape input) => input[2..].Prepend(input[0]);
}
