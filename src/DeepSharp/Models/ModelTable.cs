using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Keras's class names of models, and how each is made from its config. A model inside another is looked up here too.</summary>
internal static class ModelTable
{
    public static NameTable<Func<ConfigReader, Model>> Entries { get; } = new(
        "model",
        ("Sequential", Sequential.Read));

    /// <summary>Makes a layer or a model from what its <c>ToConfig</c> wrote, or Keras did.</summary>
    /// <exception cref="ArgumentException">The class is unknown; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The config does not fit the class.</exception>
    /// <exception cref="NotSupportedException">The config asks for an option that the class does not have.</exception>
    public static Layer Read(JsonNode? config)
    {
        (string className, JsonObject parameters) = ConfigSchema.Unwrap(config, "Model");
        return Entries.TryGet(className, out Func<ConfigReader, Model>? read) ? read!(new ConfigReader(parameters, className)) : Layer.FromConfig(config!);
    }

    /// <summary>Makes a model, with weights if the config says what for.</summary>
    public static Model ReadModel(JsonObject config)
    {
        Layer layer = Read(config);
        if (layer is not Model model)
        {
            throw new FormatException($"expected the config of a model ({string.Join(", ", Entries.Names)}, or one of your own) but got a {layer.ClassName}.");
        }

        if (!model.IsBuilt && config["build_config"] is JsonObject build && new ConfigReader(build, "build_config").OptionalShape("input_shape") is { } shape)
        {
            model.Build(shape);
        }

        return model;
    }
}
