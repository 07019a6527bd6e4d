using System.ComponentModel;
using System.Text.Json.Nodes;

namespace DeepSharp;

// What Keras calls by another name.
public abstract partial class Metric
{
    /// <summary>The same as <see cref="Update"/>, which is what a custom metric overrides.</summary>
    /// <inheritdoc cref="Update"/>
    public void UpdateState(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => Update(target, prediction, sampleWeight);

    /// <summary>The same as <see cref="Reset"/>, which is what a custom metric overrides.</summary>
    public void ResetState() => Reset();

    /// <summary>
    /// Leads on to <see cref="ToConfig"/>: Keras's <c>get_config</c> leaves out the class, which <c>FromConfig</c> needs.
    /// </summary>
    [Obsolete("ToConfig() gives the config, with the class beside it; FromConfig(config) makes the metric again.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public JsonNode GetConfig() => ToConfig();
}
