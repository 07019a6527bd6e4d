using System.ComponentModel;
using System.Text.Json.Nodes;

namespace DeepSharp;

// What Keras calls by another name.
public abstract partial class Optimizer
{
    /// <summary>Takes a step as <see cref="Apply(IReadOnlyList{Variable}, IReadOnlyList{Tensor})"/> does, by pairs.</summary>
    /// <param name="pairs">A gradient and its variable each; null where the loss does not depend on one.</param>
    /// <exception cref="ShapeException">A gradient has another shape than its variable.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; nothing has changed.</exception>
    /// <example><code>optimizer.ApplyGradients(gradients.Zip(model.TrainableVariables));</code></example>
    public void ApplyGradients(IEnumerable<(Tensor? Gradient, Variable Variable)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (Tensor? Gradient, Variable Variable)[] all = [.. pairs];
        Apply([.. all.Select(pair => pair.Variable)], [.. all.Select(pair => pair.Gradient)]);
    }

    /// <summary>
    /// Leads on to <see cref="ToConfig"/>: Keras's <c>get_config</c> leaves out the class, which <c>FromConfig</c> needs.
    /// </summary>
    [Obsolete("ToConfig() gives the config, with the class beside it; FromConfig(config) makes the optimizer again.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public JsonObject GetConfig() => ToConfig();
}
