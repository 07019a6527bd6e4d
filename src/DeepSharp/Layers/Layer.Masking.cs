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
    /// The mask of the first output of a layer with several inputs or outputs; null for none. Asked only where
    /// <see cref="SupportsMasking"/>.
    /// Unless a layer says otherwise the first input decides.
    /// </summary>
    /// <param name="inputs">What the layer was applied to, with the masks that they carry.</param>
    public virtual Tensor? ComputeMask(ReadOnlySpan<Tensor> inputs) => ComputeMask(inputs[0], inputs[0].Mask);

    /// <summary>Computes the output with a mask given by hand, in place of one that the input may carry.</summary>
    /// <remarks>
    /// For the layers that heed a mask, as in Keras: recurrent ones, <see cref="Layers.BatchNormalization"/>,
    /// <see cref="Layers.Softmax"/>, models, and classes of one's own. For one that merely hands it on give the input with
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
        RequireMask(mask.Shape, input.Shape);
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
        SymbolicTensor[] outputs = ApplyAll([input], training, mask);
        return outputs is [var output] ? output : throw NotOneOutput(outputs.Length);
    }

    /// <summary>Whether Keras's class has a mask among the arguments of its call; of one's own classes none is known not to.</summary>
    private protected virtual bool TakesMask => GetType().Module != typeof(Layer).Module;

    /// <summary>Whether a mask given by hand must say of each value whether it counts, not of steps alone.</summary>
    private protected virtual bool MasksEachValue => false;

    private void RequireMask(Shape mask, Shape input)
    {
        if (!TakesMask)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected no mask in the call, since such a layer does not look at one. Give " +
                "it to the recurrent or normalizing layer that follows; a tensor carries it there with WithMask.");
        }

        bool fits = mask.Rank >= (MasksEachValue ? input.Rank : 1) && mask.Rank <= input.Rank;
        for (int axis = 0; fits && axis < mask.Rank; axis++)
        {
            fits = mask[axis] == input[axis] || mask[axis] == Shape.Any || input[axis] == Shape.Any;
        }

        if (fits) return;
        Shape want = input.Rank > 1 && !MasksEachValue ? input[..^1] : input;
        throw new ShapeException($"{LayerArguments.Describe(this)}: expected a mask of shape {want} for an input of shape " +
            $"{input} but got {mask}.");
    }

    // An output that has a mask got it from a layer inside; one that is the input itself keeps what it has.
    private protected Tensor PassMaskOn(Tensor input, Tensor output)
    {
        if (SupportsMasking && output.Mask is null && !ReferenceEquals(input, output)) output.Mask = ComputeMask(input, input.Mask);
        return output;
    }

    private void PassMasksOn(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        if (!SupportsMasking || output.Mask is not null) return;
        foreach (Tensor input in inputs)
        {
            if (ReferenceEquals(input, output)) return;
        }

        output.Mask = ComputeMask(inputs);
    }
}
