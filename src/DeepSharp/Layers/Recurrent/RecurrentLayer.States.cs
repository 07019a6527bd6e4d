using System.Collections.Concurrent;

namespace DeepSharp.Layers;

public abstract partial class RecurrentLayer
{
    private readonly ConcurrentDictionary<RecurrentOptions, Op> _ops = new();
    private Tensor[]? _kept;
    private StateViews? _views;

    /// <summary>Computes the output and the last states.</summary>
    /// <param name="input">(batch, steps, features)</param>
    /// <param name="initialState">The states before the first step, each (batch, units); null for zeros, or those kept if stateful.</param>
    /// <param name="mask">(batch, steps), 0 where a step is left out; null for the mask that the input carries, if any.</param>
    /// <param name="training">Whether values are dropped; null for: as in the layer in whose <c>Call</c> this is.</param>
    /// <returns>The output, and the states after the last step: for an LSTM the last output and the cell.</returns>
    /// <exception cref="ShapeException">The input, a state or the mask does not fit.</exception>
    /// <example><code>(Tensor output, IReadOnlyList&lt;Tensor&gt; states) = encoder.ApplyWithStates(x);</code></example>
    public (Tensor Output, IReadOnlyList<Tensor> States) ApplyWithStates(
        Tensor input, IReadOnlyList<Tensor>? initialState = null, Tensor? mask = null, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!IsBuilt) Build(input.Shape);
        mask ??= input.Mask;
        bool asInTraining = CallScope.ActsAsInTraining(training);
        CallScope outer = CallScope.Enter(this, asInTraining);
        try
        {
            var states = new Tensor[StateCount];
            Tensor output = RunWithStates(input, initialState is null ? [] : [.. initialState], asInTraining, mask, states);
            output.Mask = ComputeMask(input, mask);
            if (ActivityRegularizer is null) return (output, states);
            AddActivityPenalty(output);
            for (int i = 0; ReturnState && i < states.Length; i++) AddActivityPenalty(states[i]);
            return (output, states);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
        finally
        {
            CallScope.Leave(outer);
        }
    }

    /// <summary>Forgets the states that a stateful layer kept: the next batch starts from zeros, and may have another size.</summary>
    /// <exception cref="InvalidOperationException">Another thread trains the layer.</exception>
    public void ResetStates()
    {
        using LayerOwner.Turn turn = Owner.Enter("ResetStates");
        using WeightChange.Turn change = WeightChange.Begin(Weights);
        _kept = null;
    }

    /// <summary>The samples of the states that a stateful layer keeps; null where it keeps none.</summary>
    internal int? KeptBatch => _kept?[0].Shape[0];

    /// <summary>Refuses a batch that the states do not fit.</summary>
    /// <exception cref="ShapeException">The states are those of more or fewer samples.</exception>
    internal void RequireKeptBatch(int batch)
    {
        if (KeptBatch is not { } kept || kept == batch) return;
        var exception = new ShapeException(
            $"expected a batch of {kept} samples but got {batch}: a stateful layer goes on with the states before. " +
            "Call ResetStates() before a batch of another size.");
        exception.NameLayer(LayerArguments.Describe(this));
        throw exception;
    }

    internal override bool HoldsState => base.HoldsState || Stateful || Dropout > 0f || RecurrentDropout > 0f;

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length != 1 && inputs.Length != 1 + StateCount)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected 1 input, or {1 + StateCount} with initial states, but got {inputs.Length}.");
        }

        Shape output = ComputeOutputShape(inputs[0]), state = [inputs[0][0], Units];
        foreach (Shape given in inputs[1..])
        {
            if (given.Rank != 2 || given[1] != Units)
            {
                throw new ShapeException($"expected initial states of shape {state} for an input of shape {inputs[0]} but got {given}.");
            }
        }

        var outputs = new Shape[ReturnState ? 1 + StateCount : 1];
        outputs.AsSpan().Fill(state);
        outputs[0] = output;
        return outputs;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Stateful && RunsFused(training))
        {
            RequireSequences(input.Shape);
            RequireMask(input.Shape, input.Mask);
            return RunFused(training ? DropInputs(input) : input, [], input.Mask, returnsStates: false);
        }

        TensorList states = default;
        return RunWithStates(input, [], training, input.Mask, ((Span<Tensor>)states)[..StateCount]);
    }

    /// <inheritdoc/>
    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        TensorList list = default;
        Span<Tensor> states = ((Span<Tensor>)list)[..StateCount];
        outputs[0] = RunWithStates(inputs[0], inputs[1..], training, inputs[0].Mask, states);
        if (outputs.Length > 1) states.CopyTo(outputs[1..]);
    }

    private bool RunsFused(bool training) => IsFused && !(training && RecurrentDropout > 0f);

    private Tensor RunWithStates(Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        RequireSequences(input.Shape);
        RequireStates(input.Shape, initialState);
        RequireMask(input.Shape, mask);
        Tensor[] kept = KeptStates(input.Shape[0]);
        if (initialState.IsEmpty) initialState = kept;
        Tensor output = RunsFused(training)
            ? Split(RunFused(training ? DropInputs(input) : input, initialState, mask, returnsStates: true), input.Shape, states)
            : Compose(input, initialState, training, mask, states);
        for (int i = 0; i < kept.Length; i++) kept[i].Assign(states[i]);
        return output;
    }

    private Tensor RunFused(Tensor input, ReadOnlySpan<Tensor> states, Tensor? mask, bool returnsStates)
    {
        var options = new RecurrentOptions(
            UseBias, !states.IsEmpty, mask is not null, ReturnSequences, returnsStates, GoBackwards, _settings.ZeroOutputForMask);
        Op op = _ops.GetOrAdd(options, static (key, layer) => layer.CreateOp(key), this);
        TensorList inputs = default;
        int count = 0;
        inputs[count++] = input;
        inputs[count++] = Kernel!.Value;
        inputs[count++] = RecurrentKernel!.Value;
        if (Bias is { } bias) inputs[count++] = bias.Value;
        foreach (Tensor state in states) inputs[count++] = state;
        if (mask is not null) inputs[count++] = mask;
        return Tape.Run(op, ((ReadOnlySpan<Tensor>)inputs)[..count]);
    }

    // The op has one output: a row of values of which the output proper and the states are views.
    private Tensor Split(Tensor values, Shape input, Span<Tensor> states)
    {
        StateViews? views = _views;
        if (views?.Input != input) _views = views = new StateViews(input, ComputeOutputShape(input), Units, StateCount);
        return views.Split(values, states);
    }

    private Tensor[] KeptStates(int batch)
    {
        if (!Stateful || CallScope.IsTrial) return [];
        Tensor[]? kept = _kept;
        RequireKeptBatch(batch);
        if (kept is not null) return kept;
        kept = new Tensor[StateCount];
        for (int i = 0; i < kept.Length; i++) kept[i] = Tensor.Zeros([batch, Units]);
        return _kept = kept;
    }

    private void RequireStates(Shape input, ReadOnlySpan<Tensor> states)
    {
        if (states.IsEmpty) return;
        if (states.Length != StateCount)
        {
            throw new ShapeException($"expected {StateCount} initial states of shape ({input[0]}, {Units}) but got {states.Length}.");
        }

        foreach (Tensor state in states)
        {
            Shape want = [input[0], Units];
            if (state.Shape == want) continue;
            throw new ShapeException($"expected initial states of shape {want} for an input of shape {input} but got {state.Shape}.");
        }
    }

    private static void RequireMask(Shape input, Tensor? mask)
    {
        if (mask is null || mask.Shape == [input[0], input[1]]) return;
        throw new ShapeException($"expected a mask of shape ({input[0]}, {input[1]}) for an input of shape {input} but got {mask.Shape}.");
    }

    [System.Runtime.CompilerServices.InlineArray(7)]
    private struct TensorList
    {
        private Tensor _first;
    }

    /// <summary>How the output and the states lie in the op's row of values, for inputs of one shape.</summary>
    private sealed class StateViews
    {
        private readonly SliceOp[] _slices;
        private readonly ReshapeOp _output;
        private readonly ReshapeOp _state;

        public StateViews(Shape input, Shape output, int units, int states)
        {
            Input = input;
            Shape state = [input[0], units];
            _output = new ReshapeOp(output);
            _state = new ReshapeOp(state);
            _slices = new SliceOp[states + 1];
            _slices[0] = new SliceOp(0, output.Size);
            for (int i = 0; i < states; i++) _slices[i + 1] = new SliceOp(output.Size + i * state.Size, state.Size);
        }

        public Shape Input { get; }

        public Tensor Split(Tensor values, Span<Tensor> states)
        {
            for (int i = 0; i < states.Length; i++) states[i] = Tape.Run(_state, Tape.Run(_slices[i + 1], values));
            return Tape.Run(_output, Tape.Run(_slices[0], values));
        }
    }
}
