namespace DeepSharp.Layers;

public abstract partial class StepwiseLayer
{
    private Tensor[]? _kept;

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

    internal override bool HoldsState => base.HoldsState || Stateful;

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length != 1 && inputs.Length != 1 + StateCount)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected 1 input, or {1 + StateCount} with initial states, but got {inputs.Length}.");
        }

        Shape output = ComputeOutputShape(inputs[0]);
        for (int i = 1; i < inputs.Length; i++)
        {
            (Shape given, Shape want) = (inputs[i], StateShape(i - 1, inputs[0]));
            if (given.Rank == want.Rank && given[1..] == want[1..]) continue;
            throw new ShapeException($"expected initial states of shape {want} for an input of shape {inputs[0]} but got {given}.");
        }

        var outputs = new Shape[ReturnState ? 1 + StateCount : 1];
        outputs[0] = output;
        for (int i = 1; i < outputs.Length; i++) outputs[i] = StateShape(i - 1, inputs[0]);
        return outputs;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        TensorList states = default;
        return RunWithStates(input, [], training, input.Mask, states.Take(StateCount));
    }

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        // Keras looks for a mask on the input of a call with one tensor only: beside states it has to be given by name. It goes on all the same.
        Tensor? mask = call.Count == 1 || call.Form.MaskTargets.Length > 0 ? call[0].Mask : null;
        TensorList list = default;
        Span<Tensor> states = list.Take(StateCount);
        outputs[0] = RunWithStates(call[0], call.Inputs[1..], call.Training, mask, states);
        if (outputs.Length > 1) states.CopyTo(outputs[1..]);
    }

    private Tensor RunWithStates(Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        RequireSequences(input.Shape);
        RequireStates(input.Shape, initialState);
        RequireMask(input.Shape, mask);
        Tensor[] kept = KeptStates(input.Shape);
        if (initialState.IsEmpty) initialState = kept;
        Tensor output = Run(input, initialState, training, mask, states);
        for (int i = 0; i < kept.Length; i++) kept[i].Assign(states[i]);
        return output;
    }

    private Tensor[] KeptStates(Shape input)
    {
        if (!Stateful || CallScope.IsTrial || input[0] == 0) return [];
        Tensor[]? kept = _kept;
        RequireKeptBatch(input[0]);
        if (kept is not null) return kept;
        kept = new Tensor[StateCount];
        for (int i = 0; i < kept.Length; i++) kept[i] = Tensor.Zeros(StateShape(i, input));
        return _kept = kept;
    }

    private void RequireStates(Shape input, ReadOnlySpan<Tensor> states)
    {
        if (states.IsEmpty) return;
        if (states.Length != StateCount)
        {
            throw new ShapeException($"expected {StateCount} initial states of shape {StateShape(0, input)} but got {states.Length}.");
        }

        for (int i = 0; i < states.Length; i++)
        {
            Shape want = StateShape(i, input);
            if (states[i].Shape == want) continue;
            throw new ShapeException($"expected initial states of shape {want} for an input of shape {input} but got {states[i].Shape}.");
        }
    }

    private protected static void RequireMask(Shape input, Tensor? mask)
    {
        if (mask is null || mask.Shape == [input[0], input[1]]) return;
        throw new ShapeException($"expected a mask of shape ({input[0]}, {input[1]}) for an input of shape {input} but got {mask.Shape}.");
    }
}
