namespace DeepSharp.Layers;

// What is done with channels last.
public abstract partial class ConvLSTM
{
    private static readonly ConcatenateOp s_joinGates = new(-1);

    private readonly RandomStream _random;
    private readonly ConvolutionOp _inputOp;
    private readonly ConvolutionOp _stateOp;
    private readonly ColumnsOp[] _gates;
    private readonly SharedDropoutOp _inputDropout;

    private protected sealed override Tensor Run(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        Shape shape = input.Shape, step = StepShape(shape);
        bool isFirst = DataFormat.IsChannelsFirst;
        TensorList list = default;
        scoped Span<Tensor> current = states.IsEmpty ? list.Take(StateCount) : states;
        for (int i = 0; i < StateCount; i++)
        {
            current[i] = initialState.IsEmpty ? SequenceSteps.ZerosOf(isFirst ? ChannelsFirst.ToLast(step) : step)
                : isFirst ? ChannelsFirst.ToLast(initialState[i]) : initialState[i];
        }

        Tensor products = Tape.Run(StepsApartOp.Instance, Products(input, training), input);
        var cell = new CellStep(
            this, StepOp.Of(shape[1]), products, training && RecurrentDropout > 0f ? DrawStateMasks(current[0].Shape) : default);
        Tensor output = SequenceSteps.Take(cell, form, shape, mask, current);
        if (!isFirst) return output;
        for (int i = 0; i < states.Length; i++) states[i] = ChannelsFirst.ToFirst(states[i]);
        if (!form.ReturnsSequences) return ChannelsFirst.ToFirst(output);
        Tensor steps = ChannelsFirst.ToFirst(Tape.Run(StepsTogetherOp.Instance, output));
        return Tape.Run(StepsApartOp.Instance, steps, output);
    }

    // The convolutions of the input at all steps, bias included: (batch · steps, ..., gates · filters). With dropout each gate has its
    // own mask, as in Keras, which is that of all steps.
    private Tensor Products(Tensor input, bool training)
    {
        Tensor kernel = Kernel!.Value;
        if (!training || Dropout == 0f) return Tape.RunWithBias(_inputOp, StepsOf(input), kernel, Bias);
        TensorList list = default;
        Span<Tensor> products = list.Take(Gates);
        for (int gate = 0; gate < Gates; gate++)
        {
            Tensor dropped = StepsOf(Tape.Run(_inputDropout, input)), part = Tape.Run(_gates[gate], kernel);
            products[gate] = Bias is { } bias
                ? Tape.Run(_inputOp, dropped, part, Tape.Run(_gates[gate], bias.Value)) : Tape.Run(_inputOp, dropped, part);
        }

        return Tape.Run(s_joinGates, products);
    }

    // (batch · steps, ..., channels)
    private Tensor StepsOf(Tensor input)
    {
        Tensor steps = Tape.Run(StepsTogetherOp.Instance, input);
        return DataFormat.IsChannelsFirst ? ChannelsFirst.ToLast(steps) : steps;
    }

    private GateMasks DrawStateMasks(Shape state)
    {
        var masks = default(GateMasks);
        float kept = 1f - RecurrentDropout;
        for (int gate = 0; gate < Gates; gate++)
        {
            masks[gate] = Tensor.Temporary(state);
            _random.FillBernoulli(masks[gate]!.Span, kept, 1f / kept);
        }

        return masks;
    }

    // One mask for all steps: 1 along the second axis.
    private static Shape NoiseShape(int axes)
    {
        Shape shape = [Shape.Any, 1, Shape.Any];
        for (int axis = 0; axis < axes; axis++) shape = shape.Insert(2, Shape.Any);
        return shape;
    }

    private Tensor StateProducts(Tensor state, in GateMasks masks)
    {
        if (masks[0] is null) return Tape.Run(_stateOp, state, RecurrentKernel!.Value);
        TensorList list = default;
        Span<Tensor> products = list.Take(Gates);
        for (int gate = 0; gate < Gates; gate++)
        {
            products[gate] = Tape.Run(_stateOp, state * masks[gate]!, Tape.Run(_gates[gate], RecurrentKernel!.Value));
        }

        return Tape.Run(s_joinGates, products);
    }

    private void Step(Tensor products, in GateMasks masks, Span<Tensor> states)
    {
        Tensor sums = products + StateProducts(states[0], masks);
        Tensor i = RecurrentActivation.Apply(Tape.Run(_gates[0], sums)), f = RecurrentActivation.Apply(Tape.Run(_gates[1], sums));
        Tensor g = Activation.Apply(Tape.Run(_gates[2], sums)), o = RecurrentActivation.Apply(Tape.Run(_gates[3], sums));
        Tensor cell = Tape.Run(LstmCellOp.Instance, i, f, g, states[1]);
        (states[0], states[1]) = (o * Activation.Apply(cell), cell);
    }

    private readonly struct CellStep(ConvLSTM layer, StepOp[] ops, Tensor products, GateMasks masks) : IStepCell
    {
        public Tensor Step(int time, Span<Tensor> states)
        {
            layer.Step(Tape.Run(ops[time], products), masks, states);
            return states[0];
        }
    }

    /// <summary>What the state is multiplied by for each gate; null for nothing.</summary>
    [System.Runtime.CompilerServices.InlineArray(Gates)]
    private struct GateMasks
    {
        private Tensor? _first;
    }
}
