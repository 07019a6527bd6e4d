namespace DeepSharp;

// What a layer adds to the loss of a model.
public abstract partial class Layer
{
    /// <summary>
    /// What is to be made small besides the loss of the outputs, shape () each: the penalties of this layer's trainable weights and, while
    /// a <see cref="GradientTape"/> records, those of outputs and what was given to <see cref="AddLoss"/>, in this recording so far. A
    /// model has those of all its layers.
    /// </summary>
    /// <remarks>
    /// Keras's <c>losses</c>. For loops of one's own: <c>Fit</c>, <c>TrainOnBatch</c> and the steps of a model add them by themselves.
    /// </remarks>
    /// <example><code>
    /// Tensor loss = tape.Record(() =>
    /// {
    ///     Tensor sum = lossFunction.Apply(y, model.Apply(x, training: true));
    ///     foreach (Tensor term in model.AddedLosses) sum += term;
    ///     return sum;
    /// });
    /// </code></example>
    public IReadOnlyList<Tensor> AddedLosses
    {
        get
        {
            var losses = new List<Tensor>();
            foreach (Variable weight in Weights)
            {
                if (weight is { Trainable: true, Regularizer: { } regularizer }) losses.Add(regularizer.Apply(weight.Value));
            }

            if (Tape.Current is { CollectsPenalties: true } tape)
            {
                HashSet<object> owners = new(ReferenceEqualityComparer.Instance);
                AddParts(owners);
                losses.AddRange(tape.Penalties.Where(penalty => owners.Contains(penalty.Owner)).Select(penalty => penalty.Value));
            }

            return losses;
        }
    }

    /// <summary>The layers that this one is made of.</summary>
    private protected virtual IEnumerable<Layer> Parts => _subLayers;

    /// <summary>
    /// Adds a term to the loss of the step that is running, of training, evaluation or a <see cref="GradientTape"/>; does nothing
    /// elsewhere. To be called in <c>Call</c>, each time. A tape has it in <see cref="AddedLosses"/>.
    /// </summary>
    /// <param name="loss">What is to be made small besides the compiled loss. Of several values the sum counts.</param>
    /// <example><code>
    /// protected override Tensor Call(Tensor input, bool training)
    /// {
    ///     AddLoss(0.01f * (input * input).Mean());
    ///     return input;
    /// }
    /// </code></example>
    public void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (Tape.Current is { CollectsPenalties: true } tape) tape.Penalties.Add(new Penalty(this, loss.Rank == 0 ? loss : loss.Sum()));
    }

    // Kept on the tape, for whoever makes the loss of the step.
    private protected void AddActivityPenalty(Tensor output)
    {
        if (Tape.Current is { CollectsPenalties: true } tape) tape.Penalties.Add(new Penalty(this, ActivityRegularizer!.Apply(output)));
    }

    private void AddParts(HashSet<object> parts)
    {
        if (!parts.Add(this)) return;
        foreach (Layer part in Parts) part.AddParts(parts);
    }
}
