using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// A penalty that the loss gets for weights or outputs of a layer: <c>Regularizer.L2(1e-4)</c>, or by Keras's name, <c>"l2"</c>.
/// </summary>
/// <remarks>
/// Regularizers are immutable values: two with the same parameters are equal. The reported loss includes the penalties, in
/// training and in evaluation.
/// </remarks>
/// <example><code>new Dense(64, kernelRegularizer: Regularizer.L2(1e-4))</code></example>
public abstract partial record Regularizer
{
    /// <summary>Keras's class name, such as <c>L2</c>.</summary>
    public abstract string ClassName { get; }

    /// <summary>The regularizer that a Keras name stands for (<c>l1</c>, <c>l2</c>, <c>l1l2</c>), with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such regularizer; the message lists those that exist.</exception>
    public static implicit operator Regularizer(string name) => RegularizerTable.Classes.Named(name);

    /// <summary>The penalty, shape (). It can be differentiated.</summary>
    /// <param name="weight">A weight, or the output of a layer.</param>
    /// <exception cref="ShapeException">The regularizer cannot judge such a shape.</exception>
    public abstract Tensor Apply(Tensor weight);

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig() => RegularizerTable.Classes.Wrap("keras.regularizers", ClassName, this, GetConfig());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such regularizer.</exception>
    /// <exception cref="FormatException">The config does not fit the regularizer.</exception>
    public static Regularizer FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return RegularizerTable.Classes.Read(config);
    }

    /// <summary>Reads a regularizer from a layer's config; null if there is none.</summary>
    internal static Regularizer? Read(ConfigReader reader, string key) => reader.Node(key) is { } node ? FromConfig(node) : null;

    /// <summary>Whether <see cref="AddPenalty"/> works; else <see cref="Apply"/> is to be recorded.</summary>
    internal virtual bool HasShortcut => false;

    /// <summary>The penalty of a weight without a tape. Its gradient, times a factor, is added to one, unless that is empty.</summary>
    internal virtual double AddPenalty(Tensor weight, Span<float> gradient, float factor = 1f) =>
        throw new NotSupportedException(ClassName);

    /// <summary>All parameters, in Keras's names.</summary>
    protected virtual JsonObject GetConfig() => [];

    /// <summary>A strength that was given, checked.</summary>
    private protected float Strength(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        OptionNumber.NotNegative(ClassName, value, name);
}
