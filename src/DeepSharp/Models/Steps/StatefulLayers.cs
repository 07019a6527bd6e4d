using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Looks at the sizes of the batches to come, before the first of them: a stateful layer goes on with one state a sample and can take no
/// batch of another size.
/// </summary>
/// <remarks>
/// What a custom class does with the batch, or with the states, cannot be known: layers inside of such are left out, and with
/// custom callbacks, which may reset the states, only the sizes within a pass count.
/// </remarks>
internal static class StatefulLayers
{
    /// <summary>The stateful layers of a chain or a graph, those of models inside too.</summary>
    public static StepwiseLayer[] Of(IStepModel model)
    {
        List<StepwiseLayer> found = [];
        Collect(model, found);
        return [.. found];
    }

    /// <summary>Looks at a pass over arrays.</summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="layers">What <see cref="Of"/> found.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="batchSize">Samples a step; the last batch has the rest.</param>
    /// <param name="batches">How many batches will be asked for; null for all.</param>
    /// <param name="callbacks">May reset the states between passes, where they are custom ones.</param>
    /// <param name="before">Samples in the batches of the pass before; null for those of the states that there are.</param>
    /// <exception cref="ShapeException">A batch has another size than the one before it.</exception>
    public static void Check(
        string method, StepwiseLayer[] layers, int samples, int batchSize, long? batches, Callback[] callbacks, int? before = null)
    {
        if (layers.Length == 0 || samples == 0 || batches <= 0) return;
        int size = Math.Min(batchSize, samples), rest = samples % size;
        if (rest > 0 && !(batches <= samples / size))
        {
            throw new ShapeException(
                $"{method}: expected samples that fill their batches of {size}, since {LayerArguments.Describe(layers[0])} is stateful " +
                $"and goes on with the states of the batch before, but of {samples} samples {rest} are left for the last batch. " +
                $"Leave {rest} out, or choose a batch size that divides {samples}.");
        }

        if (callbacks.Any(callback => callback.RunsOwnCode)) return;
        foreach (StepwiseLayer layer in layers)
        {
            if ((before ?? layer.KeptBatch) is not { } kept || kept == size) continue;
            string advice = before is null ? " Call ResetStates() first, or choose that batch size." : " Choose that batch size here too.";
            throw new ShapeException(
                $"{method}: expected batches of {kept} samples, since {LayerArguments.Describe(layer)} is stateful and goes on with the " +
                $"states of so many, but got {size}.{advice}");
        }
    }

    private static void Collect(IStepModel model, List<StepwiseLayer> found)
    {
        if (model.HasCustomSteps) return;
        foreach (Layer each in model.Layers)
        {
            Layer layer = each;
            while (layer is TimeDistributed steps) layer = steps.Layer;
            if (layer is StepwiseLayer { Stateful: true } stateful) found.Add(stateful);
            else if (layer is Bidirectional { Stateful: true } both) found.AddRange([both.ForwardLayer, both.BackwardLayer]);
            if (layer is not IStepModel inner) continue;
            Nesting.RequireStack(layer);
            Collect(inner, found);
        }
    }
}
