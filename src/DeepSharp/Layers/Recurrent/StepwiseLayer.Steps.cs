using System.Buffers;

namespace DeepSharp.Layers;

// The steps by ops, one after the other.
public abstract partial class StepwiseLayer
{
    private MaskSelectOp[] _selects = [];

    /// <summary>Takes all steps with a cell, heeding the mask.</summary>
    /// <param name="cell">What a step does.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="initialState">The states before the first step, or none for zeros.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">Filled with the states after the last step.</param>
    private protected Tensor TakeSteps<TCell>(
        in TCell cell, Tensor input, ReadOnlySpan<Tensor> initialState, Tensor? mask, Span<Tensor> states)
        where TCell : struct, IStepCell
    {
        int steps = input.Shape[1];
        if (steps == 0) throw new ShapeException($"expected an input of one step or more but got {input.Shape}.");
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = initialState.IsEmpty ? ZerosOf(StateShape(i, input.Shape)) : FirstState(initialState[i], i);
        }

        MaskSelectOp[] selects = mask is null ? [] : SelectsOf(steps);
        Tensor[] outputs = ReturnSequences ? ArrayPool<Tensor>.Shared.Rent(steps) : [];
        try
        {
            Tensor? output = null;
            for (int step = 0; step < steps; step++)
            {
                int time = GoBackwards ? steps - 1 - step : step;
                TensorList kept = default;
                Span<Tensor> before = kept.Take(states.Length);
                states.CopyTo(before);
                Tensor next = cell.Step(time, states);
                output = mask is null ? next : Masked(selects[time], mask, before, states, next, output ?? ZerosOf(StepShape(input.Shape)));
                if (ReturnSequences) outputs[step] = output;
            }

            return ReturnSequences ? Tape.Run(StackStepsOp.Instance, outputs.AsSpan(0, steps)) : output!;
        }
        finally
        {
            if (ReturnSequences) ArrayPool<Tensor>.Shared.Return(outputs, clearArray: true);
        }
    }

    private static Tensor ZerosOf(Shape shape)
    {
        Tensor zeros = Tensor.Temporary(shape);
        zeros.Span.Clear();
        return zeros;
    }

    // Where the step is left out the states stay, and the output is the one before, or 0.
    private Tensor Masked(MaskSelectOp select, Tensor mask, Span<Tensor> before, Span<Tensor> states, Tensor next, Tensor output)
    {
        for (int i = 0; i < states.Length; i++) states[i] = Tape.Run(select, mask, states[i], before[i]);
        return ZeroOutputForMask ? Tape.Run(select, mask, next) : Tape.Run(select, mask, next, output);
    }

    // What a stateful layer keeps is overwritten before the backward pass, which reads the states before the first step.
    private Tensor FirstState(Tensor state, int index)
    {
        if (!ReferenceEquals(state, _kept?[index])) return state;
        Tensor copy = Tensor.Temporary(state.Shape);
        state.Span.CopyTo(copy.Span);
        return copy;
    }

    // Replaced, never changed: several threads may use the layer.
    private MaskSelectOp[] SelectsOf(int steps)
    {
        MaskSelectOp[] selects = _selects;
        if (selects.Length >= steps) return selects;
        IEnumerable<int> missing = Enumerable.Range(selects.Length, steps - selects.Length);
        return _selects = [.. selects, .. missing.Select(step => new MaskSelectOp(step: step))];
    }
}
