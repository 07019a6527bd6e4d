using System.Buffers;

namespace DeepSharp.Layers;

// Dropout, and the steps by ops of their own: for activations and options that the kernels do not have. The products with the input are
// one op for all steps, those with the state one a step; the rest is element by element.
public abstract partial class RecurrentLayer
{
    private static readonly LinearOp s_linear = LinearOp.For(Kernels.FusedActivation.None);
    private static readonly ConcatenateOp s_joinGates = new(-1);

    private readonly SharedDropoutOp _inputDropout;
    private readonly RandomStream _random;
    private StepOps[] _stepOps = [];
    private ColumnsOp[] _gateColumns = [];

    /// <summary>One step by ops of its own, for options that no kernel has.</summary>
    /// <param name="step">Where the sums of the gates come from.</param>
    /// <param name="states">The states before; replaced by the new ones.</param>
    private protected abstract void ComposeStep(in ComposedStep step, Span<Tensor> states);

    /// <summary>The sums of a gate from those of all.</summary>
    private protected Tensor Gate(Tensor sums, int gate) => Tape.Run(_gateColumns[gate], sums);

    /// <summary>What is added to the input's products, (gates · units); null for nothing.</summary>
    private protected virtual Tensor? InputBias() => Bias?.Value;

    /// <summary>x·kernel + bias.</summary>
    private protected static Tensor Linear(Tensor x, Tensor kernel, Tensor? bias) =>
        bias is null ? Tape.Run(s_linear, x, kernel) : Tape.Run(s_linear, x, kernel, bias);

    // One mask for all steps, as in Keras: what is dropped of a sample's first step is dropped of all.
    private Tensor DropInputs(Tensor input) => Dropout == 0f ? input : Tape.Run(_inputDropout, input);

    private Tensor Compose(Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        (int batch, int steps) = (input.Shape[0], input.Shape[1]);
        if (steps == 0) throw new ShapeException($"expected an input of one step or more but got {input.Shape}.");
        Tensor zero = Tensor.Temporary([batch, Units]);
        zero.Span.Clear();
        for (int i = 0; i < states.Length; i++) states[i] = initialState.IsEmpty ? zero : FirstState(initialState[i], i);

        // As in Keras the gates share the mask of the input, but with recurrent dropout each gate has masks of its own.
        bool dropsStates = training && RecurrentDropout > 0f;
        Tensor products = dropsStates && Dropout > 0f ? ProductsByGate(input) : Products(training ? DropInputs(input) : input);
        Tensor? stateMasks = dropsStates ? StateMasks(batch) : null;
        StepOps[] ops = OpsOf(steps);
        Tensor[] outputs = ReturnSequences ? ArrayPool<Tensor>.Shared.Rent(steps) : [];
        try
        {
            Tensor output = zero;
            for (int step = 0; step < steps; step++)
            {
                StepOps at = ops[GoBackwards ? steps - 1 - step : step];
                TensorList kept = default;
                Span<Tensor> before = ((Span<Tensor>)kept)[..states.Length];
                states.CopyTo(before);
                ComposeStep(new ComposedStep(at, products, stateMasks), states);
                output = mask is null ? states[0] : Masked(at.Select, mask, before, states, output);
                if (ReturnSequences) outputs[step] = output;
            }

            return ReturnSequences ? Tape.Run(StackStepsOp.Instance, outputs.AsSpan(0, steps)) : output;
        }
        finally
        {
            if (ReturnSequences) ArrayPool<Tensor>.Shared.Return(outputs, clearArray: true);
        }
    }

    // Where the step is left out the states stay, and the output is the one before, or 0.
    private Tensor Masked(MaskSelectOp select, Tensor mask, Span<Tensor> before, Span<Tensor> states, Tensor output)
    {
        Tensor next = states[0];
        for (int i = 0; i < states.Length; i++) states[i] = Tape.Run(select, mask, states[i], before[i]);
        return _settings.ZeroOutputForMask ? Tape.Run(select, mask, next) : Tape.Run(select, mask, next, output);
    }

    // What a stateful layer keeps is overwritten before the way back, which reads the states before the first step.
    private Tensor FirstState(Tensor state, int index)
    {
        if (!ReferenceEquals(state, _kept?[index])) return state;
        Tensor copy = Tensor.Temporary(state.Shape);
        state.Span.CopyTo(copy.Span);
        return copy;
    }

    private Tensor Products(Tensor input) => Linear(input, Kernel!.Value, InputBias());

    private Tensor ProductsByGate(Tensor input)
    {
        TensorList list = default;
        Span<Tensor> products = ((Span<Tensor>)list)[..Gates];
        for (int gate = 0; gate < Gates; gate++)
        {
            Tensor dropped = DropInputs(input), kernel = Gate(Kernel!.Value, gate);
            products[gate] = Linear(dropped, kernel, InputBias() is { } bias ? Gate(bias, gate) : null);
        }

        return Tape.Run(s_joinGates, products);
    }

    private Tensor StateMasks(int batch)
    {
        Tensor masks = Tensor.Temporary([Gates * batch, Units]);
        _random.FillBernoulli(masks.Span, 1f - RecurrentDropout, 1f / (1f - RecurrentDropout));
        return masks;
    }

    // Replaced, never changed: several threads may use the layer.
    private StepOps[] OpsOf(int steps)
    {
        StepOps[] ops = _stepOps;
        if (ops.Length >= steps) return ops;
        return _stepOps = [.. ops, .. Enumerable.Range(ops.Length, steps - ops.Length).Select(step => new StepOps(step, Gates, Units))];
    }
}
