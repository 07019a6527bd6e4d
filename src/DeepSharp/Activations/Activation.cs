using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A function applied to the output of a layer: <c>Activation.ReLU</c>, or by Keras's name, <c>"relu"</c>.</summary>
/// <remarks>Activations are immutable values: two with the same parameters are equal.</remarks>
/// <example><code>
/// new Dense(64, activation: "relu")
/// new Dense(64, activation: Activation.LeakyReLU(0.1))
/// </code></example>
public abstract partial record Activation
{
    /// <summary>Keras's name, such as <c>leaky_relu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a kernel can apply to its result while it is in cache, instead of a separate op.</summary>
    internal virtual FusedActivation Fusion => FusedActivation.None;

    /// <summary>The same in inference, where no gradient is asked for.</summary>
    internal virtual FusedActivation InferenceFusion => Fusion;

    /// <summary>The activation that a Keras name stands for, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such activation; the message lists those that exist.</exception>
    /// <exception cref="FormatException">Keras has no defaults for it, as for <c>"threshold"</c>.</exception>
    public static implicit operator Activation(string name) => ActivationTable.Classes.Named(name);

    /// <summary>Applies the function. The result has the shape of <paramref name="x"/> unless the activation says otherwise.</summary>
    public abstract Tensor Apply(Tensor x);

    /// <summary>The shape of the result for an input of shape <paramref name="input"/>.</summary>
    public virtual Shape ComputeOutputShape(Shape input) => input;

    /// <summary>
    /// The Keras name alone where all parameters have their defaults, else Keras's object schema, as for one of a program.
    /// </summary>
    public JsonNode ToConfig()
    {
        JsonObject parameters = GetConfig();
        if (ActivationTable.Classes.NameOf(this, GetType().Name) is not null)
        {
            return ActivationTable.Classes.Wrap("keras.activations", GetType().Name, this, parameters);
        }

        string name = ActivationTable.Classes.AddedName(this) ?? Name;
        return parameters.Count == 0 ? JsonValue.Create(name) : ConfigSchema.Wrap("keras.activations", name, parameters);
    }

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did.</summary>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    /// <exception cref="FormatException">The config does not fit the activation.</exception>
    public static Activation FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return ActivationTable.Classes.Read(config);
    }

    /// <summary>Reads an activation from a layer's config; linear if there is none.</summary>
    internal static Activation Read(ConfigReader reader, string key) => reader.Node(key) is { } node ? FromConfig(node) : Linear;

    /// <summary>The parameters that differ from Keras's defaults, in Keras's names.</summary>
    protected virtual JsonObject GetConfig() => [];
}
