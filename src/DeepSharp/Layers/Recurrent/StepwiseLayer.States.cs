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
        bool asInTraining = CallScope.ActsAsInTraining(this, training);
        var states = new Tensor[StateCount];
        Tensor output = RunInside(Form, input, initialState is null ? [] : [.. initialState], asInTraining, mask, states);
        if (output.Mask is null && !ReferenceEquals(output, input)) output.Mask = ComputeMask(input, mask);
        return (output, states);
    }

    /// <summary>All steps as in a call, in a form that another layer chooses; without masks on the outputs.</summary>
    /// <param name="form">How sequences are gone through.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="initialState">The states before the first step; none for zeros, or those kept if stateful.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">To be filled with the states after the last step; empty where nobody wants them.</param>
    internal Tensor RunInside(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        CallScope outer = CallScope.Enter(this, training);
        try
        {
            Tensor output = RunWithStates(form, input, initialState, training, mask, states);
            if (ActivityRegularizer is null) return output;
            AddActivityPenalty(output);
            for (int i = 0; ReturnState && i < states.Length; i++) AddActivityPenalty(states[i]);
            return output;
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

    /// <summary>How sequences are gone through.</summary>
    internal SequenceForm Form => _options.Form;

    /// <summary>How many states go from step to step, for layers around this one.</summary>
    internal int States => StateCount;

    /// <summary>The shapes of the states for sequences of a shape.</summary>
    internal Shape[] StateShapes(Shape input)
    {
        var states = new Shape[StateCount];
        for (int i = 0; i < states.Length; i++) states[i] = StateShape(i, input);
        return states;
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
        Shape output = ComputeOutputShape(inputs[0]);
        Shape[] states = StateShapes(inputs[0]);
        RequireStateShapes(inputs, states);
        return ReturnState ? [output, .. states] : [output];
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        return RunWithStates(Form, input, [], training, input.Mask, []);
    }

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        TensorList list = default;
        scoped Span<Tensor> states = outputs.Length == 1 ? [] : list.Take(StateCount);
        outputs[0] = RunWithStates(Form, call[0], call.Inputs[1..], call.Training, MaskOf(call), states);
        if (outputs.Length > 1) states.CopyTo(outputs[1..]);
    }

    private Tensor RunWithStates(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        RequireSequences(input.Shape);
        RequireStates(input.Shape, initialState);
        RequireMask(input.Shape, mask);
        Tensor[] kept = KeptStates(input.Shape);
        if (kept.Length == 0) return Run(form, input, initialState, training, mask, states);

        TensorList firsts = default, lasts = default;
        scoped ReadOnlySpan<Tensor> before = initialState.IsEmpty ? Copies(kept, firsts.Take(kept.Length)) : initialState;
        scoped Span<Tensor> after = states.IsEmpty ? lasts.Take(kept.Length) : states;
        Tensor output = Run(form, input, before, training, mask, after);
        for (int i = 0; i < kept.Length; i++) kept[i].Assign(after[i]);
        return output;
    }

    // What a stateful layer keeps is overwritten before the backward pass, which reads the states before the first step.
    private static ReadOnlySpan<Tensor> Copies(ReadOnlySpan<Tensor> states, Span<Tensor> copies)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = Tensor.Temporary(states[i].Shape);
            states[i].Span.CopyTo(copies[i].Span);
        }

        return copies;
    }

    private Tensor[] KeptStates(Shape input)
    {
        if (!Stateful || CallScope.IsTrial || input[0] == 0) return [];
        Tensor[]? kept = _kept;
        RequireKeptBatch(input[0]);
        if (kept is not null) return kept;
        kept = new Tensor[StateCount];
        for (int i = 0; i < kept.Length; i++) kept[i] = FirstState(i, input)?.Clone() ?? Tensor.Zeros(StateShape(i, input));
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
