namespace DeepSharp.Layers;

// Dropout, and the steps by ops of their own: for activations and options that the kernels do not have.
public abstract partial class RecurrentLayer
{
    private readonly SharedDropoutOp _inputDropout;
    private readonly DropoutOp _stateDropout;

    // One mask for all steps, as in Keras: what is dropped of a sample's first step is dropped of all.
    private Tensor DropInputs(Tensor input) => Dropout == 0f ? input : Tape.Run(_inputDropout, input);

    private Tensor Compose(Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        (int batch, int steps) = (input.Shape[0], input.Shape[1]);
        if (steps == 0) throw new ShapeException($"expected an input of one step or more but got {input.Shape}.");
        Shape stateShape = [batch, Units];
        for (int i = 0; i < states.Length; i++) states[i] = initialState.IsEmpty ? Tensor.Zeros(stateShape) : initialState[i];
        Tensor? stateMask = training && RecurrentDropout > 0f ? Tape.Run(_stateDropout, Tensor.Ones(stateShape)) : null;

        LinearOp linear = LinearOp.For(Kernels.FusedActivation.None);
        Tensor products = Bias is null ? Tape.Run(linear, input, Kernel!.Value) : Tape.Run(linear, input, Kernel!.Value, Bias.Value);
        var outputs = new Tensor[steps];
        Tensor zero = Tensor.Zeros(stateShape), output = zero;
        for (int step = 0; step < steps; step++)
        {
            int time = GoBackwards ? steps - 1 - step : step;
            Tensor[] before = [.. states];
            ComposeStep(Tape.Run(new StepOp(time), products), stateMask is null ? states[0] : states[0] * stateMask, states);
            Tensor next = states[0];
            if (mask is not null)
            {
                Tensor counts = Tape.Run(new StepOp(time), mask.Reshape([batch, steps, 1]));
                for (int i = 0; i < states.Length; i++) states[i] = Tensor.Where(counts, states[i], before[i]);
                next = Tensor.Where(counts, next, _settings.ZeroOutputForMask ? zero : output);
            }

            outputs[step] = output = next;
        }

        return ReturnSequences ? Tape.Run(StackStepsOp.Instance, outputs) : output;
    }
}
