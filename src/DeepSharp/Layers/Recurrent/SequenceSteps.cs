using System.Buffers;

namespace DeepSharp;

/// <summary>The steps of sequences by ops, one after the other.</summary>
internal static class SequenceSteps
{
    private static readonly StepCache<MaskSelectOp> s_selects = new(step => new MaskSelectOp(step: step));

    /// <summary>Takes all steps with a cell, heeding the mask.</summary>
    /// <param name="cell">What a step does.</param>
    /// <param name="form">How sequences are gone through.</param>
    /// <param name="input">The sequences, for the number of steps.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">The states before the first step; replaced by those after the last one.</param>
    /// <exception cref="ShapeException">There is no step.</exception>
    public static Tensor Take<TCell>(in TCell cell, in SequenceForm form, Shape input, Tensor? mask, Span<Tensor> states)
        where TCell : struct, IStepCell
    {
        int steps = input[1];
        if (steps == 0) throw new ShapeException($"expected an input of one step or more but got {input}.");
        MaskSelectOp[] selects = mask is null ? [] : s_selects.Of(steps);
        Tensor[] outputs = form.ReturnsSequences ? ArrayPool<Tensor>.Shared.Rent(steps) : [];
        try
        {
            Tensor? output = null;
            for (int step = 0; step < steps; step++)
            {
                int time = form.Time(step, steps);
                TensorList kept = default;
                Span<Tensor> before = kept.Take(states.Length);
                states.CopyTo(before);
                Tensor next = cell.Step(time, states);
                output = mask is null ? next : Masked(form, selects[time], mask, before, states, next, output);
                if (form.ReturnsSequences) outputs[form.Place(step, steps)] = output;
            }

            return form.ReturnsSequences ? Tape.Run(StackStepsOp.Instance, outputs.AsSpan(0, steps)) : output!;
        }
        finally
        {
            if (form.ReturnsSequences) ArrayPool<Tensor>.Shared.Return(outputs, clearArray: true);
        }
    }

    /// <summary>A state of zeros.</summary>
    public static Tensor ZerosOf(Shape shape)
    {
        Tensor zeros = Tensor.Temporary(shape);
        zeros.Span.Clear();
        return zeros;
    }

    // Where the step is left out the states stay, and the output is the one before, or 0.
    private static Tensor Masked(
        in SequenceForm form, MaskSelectOp select, Tensor mask, Span<Tensor> before, Span<Tensor> states, Tensor next, Tensor? output)
    {
        for (int i = 0; i < states.Length; i++) states[i] = Tape.Run(select, mask, states[i], before[i]);
        return form.ZeroesMasked || output is null ? Tape.Run(select, mask, next) : Tape.Run(select, mask, next, output);
    }
}
