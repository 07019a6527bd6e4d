using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// A column of a table and how a <see cref="FeatureSpace"/> prepares it: made by a method of that class, or by Keras's word alone, such as
/// <c>"float_normalized"</c>.
/// </summary>
/// <example><code>
/// Feature age = "float_normalized";
/// Feature city = FeatureSpace.StringCategorical(maxTokens: 500, outputMode: "int");
/// </code></example>
public sealed class Feature
{
    private static readonly NameTable<Func<FeatureSpaceSizes, string, Feature>> s_kinds = new(
        "feature",
        ("float", (_, name) => FeatureSpace.Float(name)),
        ("float_discretized", (sizes, name) => FeatureSpace.FloatDiscretized(sizes.DiscretizationBins, name: name)),
        ("float_normalized", (_, name) => FeatureSpace.FloatNormalized(name)),
        ("float_rescaled", (_, name) => FeatureSpace.FloatRescaled(name: name)),
        ("integer_categorical", (_, name) => FeatureSpace.IntegerCategorical(name: name)),
        ("integer_hashed", (sizes, name) => FeatureSpace.IntegerHashed(sizes.HashingBins, name: name)),
        ("string_categorical", (_, name) => FeatureSpace.StringCategorical(name: name)),
        ("string_hashed", (sizes, name) => FeatureSpace.StringHashed(sizes.HashingBins, name: name)));

    private readonly Func<FeatureSpaceSizes, string, Feature>? _create;
    private readonly Layer? _preprocessor;

    /// <summary>A feature that any layer prepares.</summary>
    /// <param name="dtype">What its values are.</param>
    /// <param name="preprocessor">Takes them as (batch, 1).</param>
    /// <param name="outputMode">What becomes of what the layer gives.</param>
    public Feature(DType dtype, Layer preprocessor, FeatureOutput outputMode)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        (DType, _preprocessor, OutputMode) = (dtype, preprocessor, outputMode);
    }

    private Feature(Func<FeatureSpaceSizes, string, Feature> create) => _create = create;

    /// <summary>What its values are.</summary>
    public DType DType { get; }

    /// <summary>What prepares it.</summary>
    /// <exception cref="InvalidOperationException">It is known by a word alone: a space that is made with it makes the layer.</exception>
    public Layer Preprocessor => _preprocessor ?? throw new InvalidOperationException(
        "Feature: expected one that a method of FeatureSpace made, or one of a space, but it is a word alone. Look at " +
        "FeatureSpace.Features.");

    /// <summary>What becomes of it.</summary>
    public FeatureOutput OutputMode { get; }

    /// <summary>What a word of Keras stands for, with the sizes of the space it comes to.</summary>
    /// <exception cref="ArgumentException">There is no such word; the message lists those that there are.</exception>
    public static implicit operator Feature(string kind) => new(s_kinds[kind]);

    /// <summary>The feature of a space.</summary>
    internal Feature In(FeatureSpaceSizes sizes, string name) => _create is null ? this : _create(sizes, name);

    internal JsonObject ToConfig() => new()
    {
        ["module"] = "keras.src.layers.preprocessing.feature_space",
        ["class_name"] = "Feature",
        ["config"] = new JsonObject
        {
            ["dtype"] = DType.Name,
            ["preprocessor"] = Preprocessor.ToConfig(),
            ["output_mode"] = OutputMode.Name,
        },
        ["registered_name"] = "Feature",
    };

    internal static Feature FromConfig(JsonNode? node, string name)
    {
        (string className, JsonObject config) = ConfigSchema.Unwrap(node, "Feature");
        var reader = new ConfigReader(config, $"Feature '{name}'");
        if (className != "Feature") throw new FormatException($"{reader.Owner}: expected the class Feature but got {className}.");
        var feature = new Feature(
            DType.Read(reader), Layer.FromConfig(reader.Node("preprocessor") ?? throw reader.Wrong("preprocessor", "a layer", null)),
            reader.String("output_mode", "one_hot")!);
        reader.End();
        return feature;
    }
}
