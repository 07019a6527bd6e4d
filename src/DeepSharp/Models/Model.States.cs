using DeepSharp.Layers;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Makes all stateful recurrent layers forget their states, those of models inside too: the next batch starts from
    /// zeros.</summary>
    /// <remarks>
    /// Call it where a new sequence begins, such as before each epoch over one long text. A prediction that runs on another thread ends
    /// with the states that it began with.
    /// </remarks>
    /// <example><code>
    /// for (int epoch = 0; epoch &lt; 10; epoch++)
    /// {
    ///     model.ResetStates();
    ///     model.Fit(x, y, batchSize: 32, shuffle: false);
    /// }
    /// </code></example>
    /// <exception cref="InvalidOperationException">Another thread trains or evaluates the model.</exception>
    public void ResetStates()
    {
        using LayerOwner.Turn turn = Owner.Enter("ResetStates");
        StepwiseLayer[] layers = [.. FindParts().OfType<StepwiseLayer>()];
        using WeightChange.Turn change = WeightChange.Begin([.. layers.SelectMany(layer => layer.Weights)]);
        foreach (StepwiseLayer layer in layers) layer.ResetStates();
    }
}
