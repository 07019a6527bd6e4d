namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>Whether the layer hands the mask of its input on, changed or not. If not, what follows sees no mask, as in Keras.</summary>
    /// <remarks>
    /// A mask, (batch, steps), says which steps of a sequence count: 1 where they do, 0 where they are padding. An
    /// <see cref="Layers.Embedding"/> makes one, or <see cref="Tensor.WithMask"/>; a recurrent layer heeds it, and so do losses and metrics
    /// of an output that carries one.
    /// </remarks>
    public virtual bool SupportsMasking => false;

    /// <summary>The mask of the output; null for none. Asked only where <see cref="SupportsMasking"/>.</summary>
    /// <param name="input">What the layer was applied to.</param>
    /// <param name="mask">The mask of the input; null if it has none.</param>
    public virtual Tensor? ComputeMask(Tensor input, Tensor? mask) => mask;

    /// <summary>
    /// The mask of the first output of a layer with several inputs; null for none. Asked only where <see cref="SupportsMasking"/>. Unless a
    /// layer says otherwise the first input decides.
    /// </summary>
    /// <param name="inputs">What the layer was applied to, with the masks that they carry.</param>
    public virtual Tensor? ComputeMask(ReadOnlySpan<Tensor> inputs) => ComputeMask(inputs[0], inputs[0].Mask);

    /// <summary>The masks of all outputs. Asked only where <see cref="SupportsMasking"/>; unless a layer says otherwise only the first
    /// output has one.</summary>
    /// <param name="call">What the layer was applied to, with the masks that the tensors carry.</param>
    /// <param name="masks">One for each output, to be filled; null for none.</param>
    protected virtual void ComputeMasks(in CallInputs<Tensor> call, Span<Tensor?> masks) =>
        masks[0] = call.Count == 1 ? ComputeMask(call[0], call[0].Mask) : ComputeMask(call.Inputs);

    /// <summary>Computes the output with a mask given by hand, in place of one that the input may carry.</summary>
    /// <remarks>
    /// For the layers that heed a mask, as in Keras: recurrent ones, <see cref="Layers.BatchNormalization"/>,
    /// <see cref="Layers.Softmax"/>, models, and custom classes. For one that merely hands it on give the input with
    /// <see cref="Tensor.WithMask"/> to <see cref="Apply(Tensor, bool?)"/>.
    /// </remarks>
    /// <param name="input">The input, batch axis first.</param>
    /// <param name="mask">
    /// 1 where values count, 0 where they do not: (batch, steps) for an input (batch, steps, features); for a softmax of the input's shape.
    /// </param>
    /// <param name="training">
    /// Whether layers that act differently in training do so; null for: as the layer does in whose <c>Call</c> this is.
    /// </param>
    /// <exception cref="ShapeException">The input does not fit the layer, or the mask the input.</exception>
    /// <exception cref="ArgumentException">The layer looks at no mask.</exception>
    /// <example><code>Tensor last = lstm.ApplyMasked(x, x.NotEqualTo(0f).Max(axis: -1));</code></example>
    public Tensor ApplyMasked(Tensor input, Tensor mask, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mask);
        CallMasks.Require(this, mask.Shape, input.Shape);
        return Apply(input.WithMask(mask), training);
    }

    /// <summary>Describes the output with a mask given by hand, in place of one that the input may carry.</summary>
    /// <remarks>For the same layers as <see cref="ApplyMasked(Tensor, Tensor, bool?)"/>.</remarks>
    /// <param name="input">The input.</param>
    /// <param name="mask">
    /// 1 where values count, 0 where they do not: (batch, steps) for an input (batch, steps, features); for a softmax of the input's shape.
    /// </param>
    /// <param name="training">Whether the layer always acts as in training, or never; null for as the model does.</param>
    /// <exception cref="ShapeException">The input does not fit the layer, or the mask the input.</exception>
    /// <exception cref="ArgumentException">The layer looks at no mask, takes several inputs, or gives several outputs.</exception>
    /// <example><code>SymbolicTensor last = lstm.ApplyMasked(vectors, ids.NotEqualTo(0f));</code></example>
    public SymbolicTensor ApplyMasked(SymbolicTensor input, SymbolicTensor mask, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mask);
        CallMasks.Require(this, mask.Shape, input.Shape);
        SymbolicTensor[] outputs = Describe(PlainForm<SymbolicTensor>([input]).With(maskOfFirst: true, training), [input, mask]);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <summary>Whether a mask given by hand must say of each value whether it counts, not of steps alone.</summary>
    internal virtual bool MasksEachValue => false;

    // An output that has a mask got it from a layer inside; one that is an input itself keeps what it has.
    private void PassMasksOn(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        if (outputs.Length == 1)
        {
            if (!TakesMaskOf(call, outputs[0])) return;
            Tensor? only = null;
            ComputeMasks(call, new Span<Tensor?>(ref only));
            outputs[0].Mask = only;
            return;
        }

        MaskList list = default;
        Span<Tensor?> masks = outputs.Length <= MaskList.Length ? ((Span<Tensor?>)list)[..outputs.Length] : new Tensor?[outputs.Length];
        bool isAsked = false;
        foreach (Tensor output in outputs) isAsked |= TakesMaskOf(call, output);
        if (!isAsked) return;
        ComputeMasks(call, masks);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (TakesMaskOf(call, outputs[i])) outputs[i].Mask = masks[i];
        }
    }

    private static bool TakesMaskOf(in CallInputs<Tensor> call, Tensor output)
    {
        if (output.Mask is not null) return false;
        foreach (Tensor input in call.Inputs)
        {
            if (ReferenceEquals(input, output)) return false;
        }

        return true;
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct MaskList
    {
        public const int Length = 8;

        private Tensor? _first;
    }
}
