using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Cells on top of each other as one: each takes the output of the one before.</summary>
/// <remarks>
/// <b>Input</b> one step, (batch, features), and the states of all cells, one cell's after the other's · <b>Output</b> that of the last
/// cell, and all new states. <b>Weights</b> those of the cells.
/// </remarks>
/// <example><code>new RNN(new StackedRNNCells([new LSTMCell(128), new LSTMCell(128)]))</code></example>
public sealed class StackedRNNCells : RNNCell
{
    private readonly RNNCell[] _cells;

    /// <summary>A stack of cells.</summary>
    /// <param name="cells">One or more, the first of which takes the input.</param>
    /// <param name="name">A name that is unique in its model; null for <c>stacked_rnn_cells</c>, numbered.</param>
    /// <exception cref="ArgumentException">There is no cell, or one is there twice.</exception>
    public StackedRNNCells(IReadOnlyList<RNNCell> cells, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _cells = [.. cells];
        if (_cells.Length == 0 || _cells.Contains(null) || _cells.Distinct().Count() < _cells.Length)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected one cell or more, each once, but got " +
                $"[{string.Join(", ", _cells.Select(cell => cell?.Name ?? "null"))}].", nameof(cells));
        }

        foreach (RNNCell cell in _cells) AddLayer(cell);
        StateSize = [.. _cells.SelectMany(cell => cell.StateSize)];
    }

    /// <summary>The cells, the first of which takes the input.</summary>
    public IReadOnlyList<RNNCell> Cells => _cells;

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => _cells[^1].OutputSize;

    /// <inheritdoc/>
    public override Tensor? InitialState(int state, int batch)
    {
        int cell = 0;
        while (state >= _cells[cell].StateSize.Count) state -= _cells[cell++].StateSize.Count;
        return _cells[cell].InitialState(state, batch);
    }

    internal static StackedRNNCells FromConfig(ConfigReader reader)
    {
        JsonArray cells = reader.OptionalList("cells") ?? throw reader.Wrong("cells", "a list of cells", null);
        return new StackedRNNCells(ReadCells(reader, "cells", cells), reader.String("name"));
    }

    /// <summary>Reads the cells of a list.</summary>
    internal static RNNCell[] ReadCells(ConfigReader reader, string key, JsonArray cells) =>
        [.. cells.Select(cell => Read(cell, "layer") as RNNCell ?? throw reader.Wrong(key, "a list of cells", cell))];

    internal override void RequireStep(Shape input) => _cells[0].RequireStep(input);

    internal override Tensor RunSequence(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        // What a cell gives at all steps is the next one's input. The first one turns sequences around, and the last one outputs.
        int at = 0, last = _cells.Length - 1;
        Tensor? later = last > 0 && form.IsReversed && mask is not null ? Reversed(mask) : mask;
        for (int i = 0; i <= last; i++)
        {
            RNNCell cell = _cells[i];
            int count = cell.StateSize.Count;
            var part = new SequenceForm(
                i < last || form.ReturnsSequences, i == 0 && form.IsReversed, i == last && form.ZeroesMasked,
                i == last && form.FlipsOutput);
            input = cell.RunSequence(
                part, input, initialState.IsEmpty ? [] : initialState.Slice(at, count), training, i == 0 ? mask : later,
                states.IsEmpty ? [] : states.Slice(at, count));
            at += count;
        }

        return input;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        foreach (RNNCell cell in _cells)
        {
            BuildInside(cell, input);
            input = [input[0], cell.OutputSize];
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training)
    {
        int at = 0;
        foreach (RNNCell cell in _cells)
        {
            int count = cell.StateSize.Count;
            TensorList given = default, list = default;
            Span<Tensor> inputs = given.Take(1 + count), outputs = list.Take(1 + count);
            inputs[0] = input;
            states.Slice(at, count).CopyTo(inputs[1..]);
            cell.Execute(inputs, outputs, training);
            outputs[1..].CopyTo(newStates[at..]);
            input = outputs[0];
            at += count;
        }

        return input;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        var cells = new JsonArray();
        foreach (RNNCell cell in _cells) cells.Add((JsonNode)cell.ToConfig());
        config["cells"] = cells;
    }

    private static Tensor Reversed(Tensor mask)
    {
        Tensor reversed = Tensor.Temporary(mask.Shape);
        int steps = mask.Shape[1];
        for (int row = 0; row < mask.Shape[0]; row++)
        {
            Span<float> to = reversed.Span.Slice(row * steps, steps);
            mask.Span.Slice(row * steps, steps).CopyTo(to);
            to.Reverse();
        }

        return reversed;
    }
}
