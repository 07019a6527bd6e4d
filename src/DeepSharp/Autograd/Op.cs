namespace DeepSharp;

/// <summary>
/// A differentiable operation. It is stateless apart from its hyperparameters, so that one instance serves any number of calls in one
/// step; what the backward pass needs is saved on the node.
/// </summary>
internal abstract class Op
{
    /// <summary>How errors call it. Messages leave it out: the tape puts it, or the layer's name, in front.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether the output is the input's own values under another shape (or a part of them). The tape then calls
    /// <see cref="ViewOffset(Shape)"/> instead of <see cref="Forward"/>.
    /// </summary>
    public virtual bool IsView => false;

    /// <summary>
    /// Whether <see cref="Backward"/> only reads <see cref="Node.OutputGradient"/>. A gradient that was given from outside is then read
    /// where it stands; for other ops it is copied, since they may use it up.
    /// </summary>
    public virtual bool KeepsOutputGradient => false;

    /// <summary>
    /// Whether, where its first input is a weight or other leaf, <see cref="Backward"/> runs after that of all other ops: it then adds to a
    /// gradient that is complete, as a training step does that knows no such op.
    /// </summary>
    public virtual bool ComesLastForLeaves => false;

    /// <summary>The function, where the output, of a shape, are probabilities of the first input as logits.</summary>
    public virtual ProbabilityFunction ProbabilitiesOf(Shape output) => ProbabilityFunction.None;

    /// <summary>The shape of the output.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public abstract Shape InferShape(ReadOnlySpan<Shape> inputs);

    /// <summary>Writes every value of the output, whose memory holds garbage.</summary>
    public virtual void Forward(Node node) => throw new InvalidOperationException($"{Name}: a view has no forward pass.");

    /// <summary>Adds to the gradient of each input that <see cref="Node.Needs"/> one.</summary>
    public abstract void Backward(Node node);

    /// <summary>
    /// Whether the output is linear in an input, whatever the others are, as that of a product, a convolution, a mean or a view is. The
    /// gradient in terms of ops then follows from <see cref="Forward"/> and <see cref="Backward"/>.
    /// </summary>
    public virtual bool IsLinearIn(int index) => false;

    /// <summary>
    /// The gradient of an input in terms of ops, which tapes around record: it can then be differentiated again. Null where an op does not
    /// say it: training needs first gradients only, which <see cref="Backward"/> computes faster and in place.
    /// </summary>
    /// <remarks>The values are those of <see cref="Backward"/>, up to rounding. <see cref="LinearOp"/> is an example.</remarks>
    /// <param name="index">Which input.</param>
    /// <param name="inputs">What the op was run on.</param>
    /// <param name="output">What it gave.</param>
    /// <param name="gradient">Of the output, and of its shape.</param>
    /// <returns>Of the input's shape.</returns>
    public virtual Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) => null;

    /// <summary>The same, where it depends on what the execution has saved.</summary>
    public virtual Tensor? GradientOps(Node node, int index, Tensor gradient) =>
        GradientOps(index, node.Inputs, node.Output, gradient) ?? (IsLinearIn(index) ? AdjointOp.Run(node, index, gradient) : null);

    /// <summary>
    /// The output in terms of simpler ops, whose gradients are then those of this one: for ops that are fused for speed. Null where
    /// <see cref="GradientOps(int, ReadOnlySpan{Tensor}, Tensor, Tensor)"/> says them, or nothing does.
    /// </summary>
    public virtual Tensor? OutputOps(Node node) => null;

    /// <summary>Of a view: where it starts, in values from the start of the input.</summary>
    public virtual int ViewOffset(Shape input) => 0;

    /// <summary>The same where it depends on further inputs.</summary>
    public virtual int ViewOffset(ReadOnlySpan<Tensor> inputs) => ViewOffset(inputs[0].Shape);
}
