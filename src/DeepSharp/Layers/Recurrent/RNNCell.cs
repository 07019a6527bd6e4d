using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// What a recurrent layer does at one step, for <see cref="RNN"/>: the base of <see cref="LSTMCell"/> and of custom cells.
/// </summary>
/// <remarks>
/// <para>A custom cell says how long its states are and computes a step; weights it makes in <c>OnBuild</c>, for the shape of the input of
/// one step. As other layers it is written to configs with <c>WriteConfig</c> and read once it is registered
/// (<see cref="ModelFile.Register{T}"/>).</para>
/// <para>A cell is a layer whose inputs are one step, (batch, features), and the states, each (batch, size), and whose outputs are the
/// output, (batch, outputSize), and the new states: <c>cell.ApplyAll([x, state])</c> takes one step.</para>
/// </remarks>
/// <example><code>
/// sealed class MinimalCell(int units) : RNNCell
/// {
///     private Variable? _kernel, _recurrent;
///
///     public override IReadOnlyList&lt;int&gt; StateSize { get; } = [units];
///
///     protected override void OnBuild(Shape input)
///     {
///         _kernel = AddWeight("kernel", [input[^1], units], "glorot_uniform");
///         _recurrent = AddWeight("recurrent_kernel", [units, units], "orthogonal");
///     }
///
///     protected override Tensor Call(Tensor input, ReadOnlySpan&lt;Tensor&gt; states, Span&lt;Tensor&gt; newStates, bool training) =&gt;
///         newStates[0] = input.MatMul(_kernel!.Value) + states[0].MatMul(_recurrent!.Value);
/// }
///
/// var layer = new RNN(new MinimalCell(32), returnSequences: true);
/// </code></example>
public abstract class RNNCell : Layer
{
    private static readonly CallSignature s_signature = new(
        CallArgument.Tensor("inputs"), CallArgument.Tensors("states"), CallArgument.Training);

    /// <summary>Sets what all layers have.</summary>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    protected RNNCell(string? name = null)
        : base(name)
    {
    }

    /// <summary>The lengths of the states, one or more, each 1 or more.</summary>
    public abstract IReadOnlyList<int> StateSize { get; }

    /// <summary>The length of the output of a step: that of the first state, unless a class says otherwise.</summary>
    public virtual int OutputSize => StateSize[0];

    /// <inheritdoc/>
    public sealed override CallSignature Signature => s_signature;

    /// <summary>What a state is before the first step where nobody gives one; null for zeros.</summary>
    /// <param name="state">Which one.</param>
    /// <param name="batch">How many samples.</param>
    /// <returns>(batch, size), or null.</returns>
    public virtual Tensor? InitialState(int state, int batch) => null;

    /// <summary>Takes a step.</summary>
    /// <param name="input">(batch, features)</param>
    /// <param name="states">The states before, each (batch, size).</param>
    /// <param name="newStates">To be filled with the states after.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <returns>The output, (batch, outputSize); it may be one of the new states.</returns>
    protected abstract Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training);

    /// <inheritdoc/>
    protected sealed override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        RequireStep(inputs[0].Shape);
        RequireStates(inputs.Length - 1);
        int batch = inputs[0].Shape[0];
        for (int i = 1; i < inputs.Length; i++) RequireState(inputs[i].Shape, [batch, SizeOf(i - 1)], "as state", i - 1);
        outputs[0] = Call(inputs[0], inputs[1..], outputs[1..], training);
        if (outputs[0] is { } output) RequireState(output.Shape, [batch, OutputSize], "to give output", 0);
        for (int i = 1; i < outputs.Length; i++)
        {
            if (outputs[i] is { } state) RequireState(state.Shape, [batch, SizeOf(i - 1)], "to give state", i - 1);
        }
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        RequireStep(input);
        return [input[0], OutputSize];
    }

    /// <inheritdoc/>
    public sealed override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape output = ComputeOutputShape(inputs[0]);
        if (inputs.Length != 1) RequireStates(inputs.Length - 1);
        for (int i = 1; i < inputs.Length; i++)
        {
            Shape given = inputs[i];
            if (given.Rank != 2 || given[1] != SizeOf(i - 1)) RequireState(given, [inputs[0][0], SizeOf(i - 1)], "as state", i - 1);
        }

        var outputs = new Shape[1 + StateSize.Count];
        outputs[0] = output;
        for (int i = 1; i < outputs.Length; i++) outputs[i] = [inputs[0][0], SizeOf(i - 1)];
        return outputs;
    }

    /// <summary>Refuses an input of one step that the cell cannot take.</summary>
    /// <exception cref="ShapeException">It cannot.</exception>
    internal virtual void RequireStep(Shape input)
    {
        if (input.Rank < 2) throw new ShapeException($"expected an input (batch, features) of one step but got {input}.");
    }

    /// <summary>All steps of sequences.</summary>
    /// <param name="form">How they are gone through.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="initialState">The states before the first step; none for the cell's own.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <param name="mask">(batch, steps), or null.</param>
    /// <param name="states">To be filled with the states after the last step; empty where nobody wants them.</param>
    internal virtual Tensor RunSequence(
        in SequenceForm form, Tensor input, ReadOnlySpan<Tensor> initialState, bool training, Tensor? mask, Span<Tensor> states)
    {
        TensorList list = default;
        scoped Span<Tensor> current = states.IsEmpty ? list.Take(StateSize.Count) : states;
        if (initialState.IsEmpty) FillInitialStates(input.Shape[0], current);
        else initialState.CopyTo(current);
        return SequenceSteps.Take(new CellStep(this, StepOp.Of(input.Shape[1]), input, training), form, input.Shape, mask, current);
    }

    /// <summary>The length of a state.</summary>
    /// <exception cref="InvalidOperationException">The class says a length below 1.</exception>
    internal int SizeOf(int state) => StateSize[state] is >= 1 and var size ? size : throw new InvalidOperationException(
        $"{LayerArguments.Describe(this)}: expected StateSize to give lengths of 1 or more but state {state} has {StateSize[state]}.");

    private protected sealed override JsonObject BuildConfig() => new() { ["input_shape"] = ConfigSchema.List(BuildShapes[0]) };

    private void FillInitialStates(int batch, Span<Tensor> states)
    {
        for (int i = 0; i < states.Length; i++)
        {
            Shape shape = [batch, SizeOf(i)];
            states[i] = InitialState(i, batch) ?? SequenceSteps.ZerosOf(shape);
            RequireState(states[i].Shape, shape, "of InitialState as state", i);
        }
    }

    private void RequireStates(int count)
    {
        if (count == StateSize.Count) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected the input of one step and {StateSize.Count} states but got {count} states.");
    }

    private static void RequireState(Shape given, Shape want, string what, int index)
    {
        if (given != want) throw new ShapeException($"expected a tensor of shape {want} {what} {index} but got {given}.");
    }

    private readonly struct CellStep(RNNCell cell, StepOp[] ops, Tensor input, bool training) : IStepCell
    {
        public Tensor Step(int time, Span<Tensor> states)
        {
            TensorList given = default, list = default;
            Span<Tensor> inputs = given.Take(1 + states.Length), outputs = list.Take(1 + states.Length);
            inputs[0] = Tape.Run(ops[time], input);
            states.CopyTo(inputs[1..]);
            cell.Execute(inputs, outputs, training);
            outputs[1..].CopyTo(states);
            return outputs[0];
        }
    }
}
