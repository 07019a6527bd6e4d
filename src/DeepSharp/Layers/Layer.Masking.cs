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
    /// The mask of the first output of a layer with several inputs or outputs; null for none. Asked only where <see cref="SupportsMasking"/>.
    /// Unless a layer says otherwise the first input decides.
    /// </summary>
    /// <param name="inputs">What the layer was applied to, with the masks that they carry.</param>
    public virtual Tensor? ComputeMask(ReadOnlySpan<Tensor> inputs) => ComputeMask(inputs[0], inputs[0].Mask);

    /// <summary>Computes the output with a mask given by hand, in place of one that the input may carry.</summary>
    /// <param name="input">The input, batch axis first.</param>
    /// <param name="mask">1 where values count, 0 where they do not: (batch, steps) for an input (batch, steps, features).</param>
    /// <param name="training">Whether layers that act differently in training do so.</param>
    /// <exception cref="ShapeException">The input does not fit the layer, or the mask the input.</exception>
    /// <example><code>Tensor last = lstm.ApplyMasked(x, x.NotEqualTo(0f).Max(axis: -1));</code></example>
    public Tensor ApplyMasked(Tensor input, Tensor mask, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mask);
        try
        {
            return Apply(input.WithMask(mask), training);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
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
