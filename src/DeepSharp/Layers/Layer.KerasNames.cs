using System.ComponentModel;
using System.Text.Json.Nodes;

namespace DeepSharp;

// What Keras calls by a second name, or by another one.
public abstract partial class Layer
{
    /// <summary>The same as <see cref="Weights"/>.</summary>
    public IReadOnlyList<Variable> Variables => Weights;

    /// <summary>The same as <see cref="TrainableWeights"/>.</summary>
    public IReadOnlyList<Variable> TrainableVariables => TrainableWeights;

    /// <summary>The same as <see cref="NonTrainableWeights"/>.</summary>
    public IReadOnlyList<Variable> NonTrainableVariables => NonTrainableWeights;

    /// <summary>The same as <see cref="CountParameters"/>.</summary>
    public long CountParams() => CountParameters();

    /// <summary>
    /// Leads on to <see cref="ToConfig"/>: Keras's <c>get_config</c> leaves out the class, which <c>FromConfig</c> needs.
    /// </summary>
    [Obsolete("ToConfig() gives the config, with the class beside it; FromConfig(config) makes the layer again.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public JsonObject GetConfig() => ToConfig();
}
