using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Writes a model file: a zip file of metadata, config, weights and the optimizer's state, all entries stored.</summary>
internal static class ModelFileWriter
{
    /// <summary>The number of the format; readers refuse files with a higher one.</summary>
    public const int FormatVersion = 1;

    /// <summary>What <c>metadata.json</c> calls the format.</summary>
    public const string Format = "deepsharp-model";

    public const string MetadataEntry = "metadata.json";
    public const string ConfigEntry = "config.json";
    public const string WeightsEntry = "model.safetensors";
    public const string OptimizerEntry = "optimizer.safetensors";

    /// <summary>Writes a model to a stream. What could not be read again is refused before the first byte.</summary>
    /// <exception cref="InvalidOperationException">
    /// The model is larger or more deeply nested than what could be read again, or is not built and has a layer that is.
    /// </exception>
    public static void Write(Stream stream, Model model)
    {
        RequireRebuildable(model, model, new HashSet<Model>(ReferenceEqualityComparer.Instance));
        JsonObject config = model.ToConfig();
        config["compile_config"] = CompileConfig.Of(model);
        ReadOnlyMemory<byte> configText = ConfigJson.Write(config, "Save"), metadataText = ConfigJson.Write(Metadata(), "Save");
        SafetensorsWriter weights = Weights(model), state = new();
        if (model.Optimizer is { } optimizer) OptimizerEntries.Write(state, "", model, optimizer);
        weights.CheckHeader();
        state.CheckHeader();

        Stream target = stream.CanSeek && stream.Position != 0 ? new ForwardStream(stream) : stream;
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, MetadataEntry, entry => entry.Write(metadataText.Span));
        Add(zip, ConfigEntry, entry => entry.Write(configText.Span));
        Add(zip, WeightsEntry, weights.WriteTo);
        if (model.Optimizer is not null) Add(zip, OptimizerEntry, state.WriteTo);
    }

    /// <summary>The weights of a model under the names of files.</summary>
    public static SafetensorsWriter Weights(Model model)
    {
        var weights = new SafetensorsWriter();
        foreach ((string key, Variable weight) in WeightKeys.Of(model)) weights.Add(key, weight.Value);
        return weights;
    }

    // A config tells of a model for which inputs it was built, and so makes the weights inside; a single layer's does not.
    private static void RequireRebuildable(Model model, Model whole, HashSet<Model> seen)
    {
        if (model.IsBuilt || !seen.Add(model)) return;
        foreach (Layer layer in model.Layers)
        {
            if (layer is Model inner) RequireRebuildable(inner, whole, seen);
            else if (layer.Weights.Count > 0)
            {
                throw new InvalidOperationException(
                    $"Save: expected a model that is built, since its layer '{layer.Name}' is and has weights, but '{model.Name}' is " +
                    $"not, so that they could not be loaded again. Call Build(inputShape) of '{whole.Name}' first.");
            }
        }
    }

    private static JsonObject Metadata() => new()
    {
        ["format"] = Format,
        ["format_version"] = FormatVersion,
        ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
    };

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        write(entry);
    }
}
