using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads a model file. All of it is checked, against itself and against its checksums, before the model is made.</summary>
internal static class ModelFileReader
{
    private const int MaxMetadata = 1 << 16;
    private const int MaxConfig = 1 << 24;
    private const int MaxObjects = 20_000;
    private const int MaxDepth = 128;

    /// <summary>Makes the model that a file holds.</summary>
    /// <exception cref="ModelFileException">The file is no model file, is damaged, or holds what is not known here.</exception>
    public static Model Read(FileSection file, bool compile)
    {
        StoredZip zip = OpenChecked(file);
        FileSection configSection = zip[ModelFileWriter.ConfigEntry];
        JsonObject config = ReadJson(configSection, MaxConfig);
        RequireFewObjects(config, configSection);
        var weights = new SafetensorsReader(zip[ModelFileWriter.WeightsEntry]);
        long values = weights.Entries.Sum(entry => (long)entry.Count);
        Model model = null!;
        Try(configSection, "", () => model = WeightBudget.Run(values, () => ModelTable.ReadModel(config)));

        var plan = new TransferPlan();
        plan.CopyWeights(weights, except: null, model, skipMismatch: false);
        if (compile && config["compile_config"] is { } node)
        {
            JsonObject compileConfig = node as JsonObject ?? throw configSection.Damaged("expected 'compile_config' to be an object.");
            Try(configSection, " Load it with compile: false and compile it yourself.", () => CompileConfig.Apply(compileConfig, model));
            var state = new SafetensorsReader(zip[ModelFileWriter.OptimizerEntry]);
            if (!OptimizerState.IsOf(state, model.Optimizer!)) throw state.File.Damaged($"expected the state of {model.Optimizer!.ClassName}, which the config names.");
            OptimizerState.Plan(state, "", model, model.Optimizer!, skipMismatch: false, plan);
        }

        plan.Run();
        return model;
    }

    /// <summary>Opens a model file, and checks its directory, its checksums and its version.</summary>
    public static StoredZip OpenChecked(FileSection file)
    {
        StoredZip zip = StoredZip.Open(file);
        if (zip.Find("model.weights.h5") is not null)
        {
            throw file.Damaged("is a file of Keras, whose weights are HDF5, which is not read here. Expected a file that Model.Save wrote.");
        }

        zip.CheckContents();
        FileSection section = zip[ModelFileWriter.MetadataEntry];
        JsonObject metadata = ReadJson(section, MaxMetadata);
        string? format = metadata["format"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;
        if (format != ModelFileWriter.Format) throw section.Damaged($"expected the format '{ModelFileWriter.Format}' but got '{format}'.");
        int version = metadata["format_version"] is JsonValue number && number.TryGetValue(out int parsed) ? parsed : 0;
        if (version < 1) throw section.Damaged("expected a 'format_version' of 1 or more.");
        if (version > ModelFileWriter.FormatVersion)
        {
            throw section.Damaged($"is of version {version} of the format, and this library reads up to {ModelFileWriter.FormatVersion}. Use a newer library.");
        }

        return zip;
    }

    private static JsonObject ReadJson(FileSection section, int limit)
    {
        byte[] text = section.ReadAll(limit);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(text, documentOptions: options) as JsonObject ?? throw section.Damaged("expected a JSON object.");
        }
        catch (JsonException error)
        {
            throw section.Damaged($"expected JSON but cannot read it: {error.Message}", error);
        }
    }

    // Layers are compared with each other when they are put together: what is fine for thousands would take hours for millions.
    private static void RequireFewObjects(JsonObject config, FileSection section)
    {
        int objects = 0;
        Count(config);

        void Count(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (JsonNode? item in list) Count(item);
            }
            else if (node is JsonObject item)
            {
                if (item.ContainsKey("class_name") && ++objects > MaxObjects)
                {
                    throw section.Damaged($"expected at most {MaxObjects:N0} objects (layers, initializers and so on) in the config but there are more.");
                }

                foreach ((string _, JsonNode? value) in item) Count(value);
            }
        }
    }

    // What a config may be wrong in is as manifold as the classes that read it, those of programs among them.
    private static void Try(FileSection section, string advice, Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is not ModelFileException and not OutOfMemoryException)
        {
            throw section.Damaged(error.Message + advice, error);
        }
    }
}
