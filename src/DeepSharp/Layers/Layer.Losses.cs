namespace DeepSharp;

// What the loss gets besides the compiled one, for custom training loops.
public abstract partial class Layer
{
    /// <summary>
    /// What the loss is to get from this layer, the layers inside and their weights (Keras's <c>losses</c>), to be added in a custom
    /// training loop: what they added with <see cref="AddLoss"/> and as penalties for outputs since the tape began to record, oldest first,
    /// then a penalty for each trainable weight that has a regularizer.
    /// </summary>
    /// <remarks>
    /// <para>Each is one number, shape (), and the tape that records can differentiate it. Added to the loss as below, they give the
    /// weights that <c>Fit</c> gives, bit for bit. A step of <c>Fit</c> adds them by itself.</para>
    /// <para>Unlike in Keras, the terms of all calls since the tape began to record are there, not those of the last call alone: a model
    /// that is applied twice in a step keeps what its first call added.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">No tape records on this thread: what layers add is then kept nowhere.</exception>
    /// <example><code>
    /// Tensor loss = tape.Record(() =&gt;
    /// {
    ///     Tensor value = Loss.MeanSquaredError().Apply(y, model.Apply(x, training: true));
    ///     foreach (Tensor term in model.Losses) value += term;
    ///     return value;
    /// });
    /// </code></example>
    public IReadOnlyList<Tensor> Losses
    {
        get
        {
            if (Tape.Current is not { CollectsPenalties: true } tape)
            {
                throw new InvalidOperationException(
                    $"{LayerArguments.Describe(this)}, Losses: expected a tape that records on this thread, since what layers add to " +
                    "the loss is kept nowhere else. Apply the layer and read Losses inside tape.Record(() => ...).");
            }

            HashSet<Layer> layers = new(ReferenceEqualityComparer.Instance);
            Collect(layers);
            IEnumerable<Penalty> added = tape.Penalties.Where(penalty => layers.Contains((Layer)penalty.Owner));
            List<Tensor> losses = [.. added.Select(penalty => penalty.Value)];
            foreach (Variable weight in Weights)
            {
                if (weight is { Trainable: true, Regularizer: { } regularizer }) losses.Add(regularizer.Apply(weight.Value));
            }

            return losses;
        }
    }

    /// <summary>The layers that this one is made of; one may be there twice.</summary>
    private protected IEnumerable<Layer> Parts => ListedLayers is { } listed ? listed.Concat(_subLayers) : _subLayers;

    /// <summary>Those of them that come in another way than by <see cref="AddLayer"/>, as in a model; null for none.</summary>
    private protected virtual IReadOnlyList<Layer>? ListedLayers => null;

    private void Collect(HashSet<Layer> layers)
    {
        if (!layers.Add(this)) return;
        Nesting.RequireStack(this);
        foreach (Layer layer in Parts) layer.Collect(layers);
    }
}
