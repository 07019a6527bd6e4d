using System.Collections.Concurrent;

namespace DeepSharp.Layers;

// All steps as one op.
internal abstract partial class GatedUnits
{
    private readonly ConcurrentDictionary<RecurrentOptions, Op> _ops = new();

    /// <summary>Whether <see cref="CreateOp"/> can compute what the options ask for.</summary>
    private protected abstract bool IsFused { get; }

    /// <summary>The op over whole sequences.</summary>
    private protected abstract Op CreateOp(RecurrentOptions options);

    /// <summary>All steps, as one op or composed of several.</summary>
    /// <param name="form">How sequences are gone through.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="initialState">The states before the first step, or none for zeros.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">To be filled with the states after the last step; empty where nobody wants them.</param>
    public Tensor Run(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        if (!IsFused || (training && Settings.RecurrentDropout > 0f)) return Compose(form, input, initialState, training, mask, states);
        Tensor values = RunFused(form, training ? DropInputs(input) : input, initialState, mask, !states.IsEmpty);
        return states.IsEmpty ? values : RecurrentPartOp.Split(values, input, RecurrentKernel!.Value, form.ReturnsSequences, states);
    }

    private Tensor RunFused(in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> states, Tensor? mask, bool returnsStates)
    {
        var options = new RecurrentOptions(
            Settings.UseBias, !states.IsEmpty, mask is not null, form.ReturnsSequences, returnsStates, form.IsReversed, form.ZeroesMasked,
            form.FlipsOutput);
        Op op = _ops.GetOrAdd(options, static (key, units) => units.CreateOp(key), this);
        TensorList list = default;
        Span<Tensor> inputs = list.Take(5 + states.Length);
        int count = 0;
        inputs[count++] = input;
        inputs[count++] = Kernel!.Value;
        inputs[count++] = RecurrentKernel!.Value;
        if (Bias is { } bias) inputs[count++] = bias.Value;
        foreach (Tensor state in states) inputs[count++] = state;
        if (mask is not null) inputs[count++] = mask;
        return Tape.Run(op, (ReadOnlySpan<Tensor>)inputs[..count]);
    }
}
