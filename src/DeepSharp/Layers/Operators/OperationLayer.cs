using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// A function of <c>keras.ops</c> that stands as a layer in the description of a model: Keras writes arithmetic with symbolic tensors so,
/// and what makes and joins masks. It has no weights.
/// </summary>
internal abstract class OperationLayer(string className, string? name) : Layer(name ?? LayerNames.Next(className))
{
    private const string NumpyModule = "keras.src.ops.numpy";

    /// <inheritdoc/>
    public override string ClassName => className;

    /// <inheritdoc/>
    private protected override string Module => NumpyModule;

    /// <summary>Whether a config is that of such a function.</summary>
    public static bool IsOperation(JsonNode config) =>
        config["module"] is JsonValue module && module.TryGetValue(out string? name) && name == NumpyModule;

    /// <inheritdoc/>
    private protected override void CompleteConfig(JsonObject wrapped) => wrapped.Remove("build_config");

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config.Remove("trainable");
        config.Remove("dtype");
    }
}
