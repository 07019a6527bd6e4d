namespace DeepSharp.Layers;

// Dropout, and the steps by single ops: for activations and options that the kernels do not have. The products with the input are
// one op for all steps, those with the state one a step; the rest is element by element.
internal abstract partial class GatedUnits
{
    private static readonly LinearOp s_linear = LinearOp.For(Kernels.FusedActivation.None);
    private static readonly ConcatenateOp s_joinGates = new(-1);

    private readonly SharedDropoutOp _inputDropout;
    private readonly RandomStream _random;
    private readonly StepCache<StepOps> _stepOps;
    private readonly ColumnsOp[] _gateColumns;

    /// <summary>One step by single ops, for options that no kernel has.</summary>
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
    private Tensor DropInputs(Tensor input) => Settings.Dropout == 0f ? input : Tape.Run(_inputDropout, input);

    private Tensor Compose(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        // As in Keras the gates share the mask of the input, but with recurrent dropout each gate has its own masks.
        bool dropsStates = training && Settings.RecurrentDropout > 0f;
        Tensor products = dropsStates && Settings.Dropout > 0f ? ProductsByGate(input) : Products(training ? DropInputs(input) : input);
        Tensor? stateMasks = dropsStates ? StateMasks(input.Shape[0]) : null;
        TensorList list = default;
        scoped Span<Tensor> current = states.IsEmpty ? list.Take(StateCount) : states;
        for (int i = 0; i < current.Length; i++)
        {
            current[i] = initialState.IsEmpty ? SequenceSteps.ZerosOf([input.Shape[0], Units]) : initialState[i];
        }

        var step = new GatedStep(this, _stepOps.Of(input.Shape[1]), products, stateMasks);
        return SequenceSteps.Take(step, form, input.Shape, mask, current);
    }

    private Tensor Products(Tensor input) => Linear(input, Kernel!.Value, InputBias());

    private Tensor ProductsByGate(Tensor input)
    {
        TensorList list = default;
        Span<Tensor> products = list.Take(Gates);
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
        float kept = 1f - Settings.RecurrentDropout;
        _random.FillBernoulli(masks.Span, kept, 1f / kept);
        return masks;
    }

    private readonly struct GatedStep(GatedUnits units, StepOps[] ops, Tensor products, Tensor? stateMasks) : IStepCell
    {
        public Tensor Step(int time, Span<Tensor> states)
        {
            units.ComposeStep(new ComposedStep(ops[time], products, stateMasks), states);
            return states[0];
        }
    }
}
