using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads a model file. All of it is checked, against itself and against its checksums, before the model is made.</summary>
internal static class ModelFileReader
{
    private const int MaxMetadata = 1 << 16;
    private const string ByHand = " Or make the model in code and take its weights from this file: model.LoadWeights(file).";

    /// <summary>Makes the model that a file holds.</summary>
    /// <exception cref="ModelFileException">The file is no model file, is damaged, or holds what is not known here.</exception>
    public static Model Read(FileSection file, bool compile)
    {
        StoredZip zip = OpenChecked(file);
        FileSection configSection = zip[ModelFileWriter.ConfigEntry];
        JsonObject config = ModelJson.Read(configSection);
        var weights = new SafetensorsReader(zip[ModelFileWriter.WeightsEntry]);
        long values = weights.Entries.Sum(entry => (long)entry.Count);
        Model model = ReadModel(configSection, config, values, ByHand);

        var plan = new TransferPlan();
        plan.CopyWeights(weights, except: null, model, skipMismatch: false);
        if (compile && config["compile_config"] is { } node)
        {
            JsonObject compileConfig = node as JsonObject ?? throw configSection.Damaged("expected 'compile_config' to be an object.");
            Try(configSection, " Load it with compile: false and compile it yourself.", () => CompileConfig.Apply(compileConfig, model));
            var state = new SafetensorsReader(zip[ModelFileWriter.OptimizerEntry]);
            if (!OptimizerEntries.IsOf(state, model.Optimizer!))
            {
                throw state.File.Damaged($"expected the state of {model.Optimizer!.ClassName}, which the config names.");
            }

            OptimizerEntries.Plan(state, "", model, model.Optimizer!, skipMismatch: false, plan);
        }

        plan.Run();
        return model;
    }

    /// <summary>Makes the model of a config within the limits of files.</summary>
    /// <param name="section">What errors name.</param>
    /// <param name="config">Read from it.</param>
    /// <param name="values">Of weights in the file; null where it has none, and initializers choose.</param>
    /// <param name="advice">Added to errors.</param>
    /// <exception cref="ModelFileException">The config describes no model, or one beyond the limits.</exception>
    public static Model ReadModel(FileSection section, JsonObject config, long? values, string advice = "")
    {
        Model model = null!;
        Try(section, advice, () => model = values is { } most
            ? LoadBudget.Run(most, () => ModelTable.ReadModel(config))
            : LoadBudget.RunWithinMemory(LoadBudget.ValuesOfThisMachine, () => ModelTable.ReadModel(config)));
        return model;
    }

    /// <summary>Opens a model file, and checks its directory, its checksums and its version.</summary>
    public static StoredZip OpenChecked(FileSection file)
    {
        StoredZip zip = StoredZip.Open(file);
        if (zip.Find("model.weights.h5") is not null)
        {
            throw file.Damaged(
                "is a file of Keras, whose weights are HDF5, which is not read here. Expected a file that Model.Save wrote. " +
                FileFormats.AdviceFor(".keras"));
        }

        zip.CheckContents();
        FileSection section = zip[ModelFileWriter.MetadataEntry];
        JsonObject metadata = ModelJson.Read(section, MaxMetadata);
        string? format = metadata["format"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;
        if (format != ModelFileWriter.Format) throw section.Damaged($"expected the format '{ModelFileWriter.Format}' but got '{format}'.");
        int version = metadata["format_version"] is JsonValue number && number.TryGetValue(out int parsed) ? parsed : 0;
        if (version < 1) throw section.Damaged("expected a 'format_version' of 1 or more.");
        if (version > ModelFileWriter.FormatVersion)
        {
            throw section.Damaged(
                $"is of version {version} of the format, and this library reads up to {ModelFileWriter.FormatVersion}. " +
                "Use a newer library.");
        }

        return zip;
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
            throw section.Damaged(ErrorText.Of(error) + advice, error);
        }
    }
}
