using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Keras's class names of models, and how each is made from its config.</summary>
internal static class ModelTable
{
    private const int MaxTrial = 1 << 26;

    public static NameTable<Func<ConfigReader, Model>> Entries { get; } = new(
        "model",
        ("Functional", FunctionalReader.Read),
        ("Sequential", Sequential.Read));

    /// <summary>Makes a model, with weights if the config says what for.</summary>
    /// <exception cref="FormatException">It is the config of a layer, or builds for something else than inputs.</exception>
    public static Model ReadModel(JsonNode config) => ConfigGuard.Read("model", () => ReadAnyModel(config));

    private static Model ReadAnyModel(JsonNode config)
    {
        Layer layer = Layer.Read(config, "model");
        if (layer is not Model model)
        {
            string known = string.Join(", ", Entries.Names);
            throw new FormatException($"expected the config of a model ({known}, or one of your own) but got a {layer.ClassName}.");
        }

        if (!model.IsBuilt && config["build_config"] is JsonObject build) model.Build(BuildShapes(build));
        return model;
    }

    private static Shape[] BuildShapes(JsonObject build)
    {
        var reader = new ConfigReader(build, "build_config");
        bool isList = reader.Node("input_shape") is JsonArray { Count: > 0 } list && list.All(item => item is JsonArray);
        Shape[] shapes = isList ? [.. reader.OptionalList("input_shape")!.Select(ReadShape)] : [ReadShape(reader.Node("input_shape"))];

        // A custom model tries itself out on one sample of zeros.
        foreach (Shape shape in shapes)
        {
            bool isSmall = shape.Rank > 0 && (!shape[1..].IsKnown || shape[1..].Size <= MaxTrial);
            if (!isSmall)
            {
                throw new FormatException($"build_config: expected inputs of at most {MaxTrial:N0} values a sample but got {shape}.");
            }
        }

        return shapes;
    }

    private static Shape ReadShape(JsonNode? node)
    {
        // Only what is flat: to copy what may be nested without end could take more stack than there is.
        bool isFlat = node is JsonValue || node is JsonArray list && list.All(item => item is null or JsonValue);
        var reader = new ConfigReader(new JsonObject { ["input_shape"] = isFlat ? node?.DeepClone() : null }, "build_config");
        return reader.OptionalShape("input_shape") ?? throw reader.Wrong("input_shape", "the shape of the inputs", null);
    }
}
