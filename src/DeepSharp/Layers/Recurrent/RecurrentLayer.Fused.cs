using System.Collections.Concurrent;

namespace DeepSharp.Layers;

// All steps as one op.
public abstract partial class RecurrentLayer
{
    private readonly ConcurrentDictionary<RecurrentOptions, Op> _ops = new();
    private StateViews? _views;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Stateful || !RunsFused(training)) return base.Call(input, training);
        RequireSequences(input.Shape);
        RequireMask(input.Shape, input.Mask);
        return RunFused(training ? DropInputs(input) : input, [], input.Mask, returnsStates: false);
    }

    private protected sealed override Tensor Run(
        Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states) => RunsFused(training)
            ? Split(RunFused(training ? DropInputs(input) : input, initialState, mask, returnsStates: true), input.Shape, states)
            : Compose(input, initialState, training, mask, states);

    private bool RunsFused(bool training) => IsFused && !(training && RecurrentDropout > 0f);

    private Tensor RunFused(Tensor input, ReadOnlySpan<Tensor> states, Tensor? mask, bool returnsStates)
    {
        var options = new RecurrentOptions(
            UseBias, !states.IsEmpty, mask is not null, ReturnSequences, returnsStates, GoBackwards, ZeroOutputForMask);
        Op op = _ops.GetOrAdd(options, static (key, layer) => layer.CreateOp(key), this);
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

    // The op has one output: a row of values of which the output proper and the states are views.
    private Tensor Split(Tensor values, Shape input, Span<Tensor> states)
    {
        StateViews? views = _views;
        if (views?.Input != input) _views = views = new StateViews(input, ComputeOutputShape(input), Units, StateCount);
        return views.Split(values, states);
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
