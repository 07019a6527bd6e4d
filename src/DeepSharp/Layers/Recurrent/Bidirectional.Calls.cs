namespace DeepSharp.Layers;

public sealed partial class Bidirectional
{
    private static readonly ConcatenateOp s_join = new(-1);

    private int StateCount => ForwardLayer.States + BackwardLayer.States;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        Shape forward = ForwardLayer.ComputeOutputShape(input), backward = BackwardLayer.ComputeOutputShape(input);
        if (MergeMode == MergeMode.Concat) return s_join.InferShape([forward, backward]);
        if (MergeMode != MergeMode.None && forward != backward)
        {
            throw new ShapeException(
                $"expected two outputs of one shape for merge mode '{MergeMode}' but got {forward} and {backward}. Use 'concat'.");
        }

        return forward;
    }

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape output = ComputeOutputShape(inputs[0]);
        Shape[] states =
        [
            .. ForwardLayer.StateShapes(inputs[0]), .. BackwardLayer.StateShapes(inputs[0]),
        ];
        RequireStateShapes(inputs, states);
        Shape[] outputs = MergeMode == MergeMode.None ? [output, BackwardLayer.ComputeOutputShape(inputs[0])] : [output];
        return ReturnState ? [.. outputs, .. states] : outputs;
    }

    /// <inheritdoc/>
    public override Tensor? ComputeMask(Tensor input, Tensor? mask) => ReturnSequences ? mask : null;

    /// <inheritdoc/>
    protected override void ComputeMasks(in CallInputs<Tensor> call, Span<Tensor?> masks)
    {
        masks[0] = ComputeMask(call[0], call[0].Mask);
        if (MergeMode == MergeMode.None) masks[1] = masks[0];
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        BuildInside(ForwardLayer, input);
        BuildInside(BackwardLayer, input);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        Tensor? output = null;
        Run(input, [], new Span<Tensor>(ref output!), training, input.Mask);
        return output;
    }

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs) =>
        Run(call[0], call.Inputs[1..], outputs, call.Training, MaskOf(call));

    // As in Keras the outputs of the second direction are turned around, whichever goes backwards: here they are written that way at once.
    private void Run(Tensor input, ReadOnlySpan<Tensor> initial, Span<Tensor> outputs, bool training, Tensor? mask)
    {
        if (MergeMode == MergeMode.None && outputs.Length == 1) RequireOneOutput(ReturnState ? 2 + StateCount : 2);
        int first = ForwardLayer.States;
        TensorList list = default;
        scoped Span<Tensor> states = ReturnState ? list.Take(StateCount) : [];
        bool hasInitial = !initial.IsEmpty;
        Tensor forward = ForwardLayer.RunInside(
            ForwardLayer.Form, input, hasInitial ? initial[..first] : [], training, mask, ReturnState ? states[..first] : []);
        Tensor backward = BackwardLayer.RunInside(
            BackwardLayer.Form.Flipped, input, hasInitial ? initial[first..] : [], training, mask, ReturnState ? states[first..] : []);
        int count = 1;
        if (MergeMode == MergeMode.None)
        {
            (outputs[0], outputs[1]) = (forward, backward);
            count = 2;
        }
        else outputs[0] = Merge(forward, backward);

        // As of the layers inside, Apply gives the output alone.
        if (outputs.Length > count) states.CopyTo(outputs[count..]);
    }

    private Tensor Merge(Tensor forward, Tensor backward)
    {
        if (MergeMode == MergeMode.Concat) return Tape.Run(s_join, forward, backward);
        if (MergeMode == MergeMode.Mul) return forward * backward;
        Tensor sum = forward + backward;
        return MergeMode == MergeMode.Sum ? sum : sum / 2f;
    }
}
