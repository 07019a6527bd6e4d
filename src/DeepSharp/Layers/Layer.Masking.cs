namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>Whether the layer hands the mask of its input on, changed or not. If not, what follows sees no mask, as in Keras.</summary>
    /// <remarks>
    /// A mask, (batch, steps), says which steps of a sequence count: 1 where they do, 0 where they are padding. An
    /// <see cref="Layers.Embedding"/> makes one, a recurrent layer heeds it.
    /// </remarks>
    public virtual bool SupportsMasking => false;

    /// <summary>The mask of the output; null for none. Asked only where <see cref="SupportsMasking"/>.</summary>
    /// <param name="input">What the layer was applied to.</param>
    /// <param name="mask">The mask of the input; null if it has none.</param>
    public virtual Tensor? ComputeMask(Tensor input, Tensor? mask) => mask;

    // An output that has a mask got it from a layer inside; one that is the input itself keeps what it has.
    private protected Tensor PassMaskOn(Tensor input, Tensor output)
    {
        if (SupportsMasking && output.Mask is null && !ReferenceEquals(input, output)) output.Mask = ComputeMask(input, input.Mask);
        return output;
    }
}
