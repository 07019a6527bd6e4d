using System.Globalization;

namespace DeepSharp;

/// <summary>
/// Writes and reads the weights of a model alone, with the optimizer's state if the model is compiled, as one safetensors file.
/// </summary>
internal static class WeightsFile
{
    private const string OptimizerPrefix = WeightKeys.OptimizerPart + "/";
    private const string ChecksumKey = "crc32";

    /// <summary>The file of a model.</summary>
    public static SafetensorsWriter Of(Model model)
    {
        SafetensorsWriter writer = ModelFileWriter.Weights(model);
        if (model.Optimizer is { } optimizer) OptimizerEntries.Write(writer, OptimizerPrefix, model, optimizer);
        writer.Metadata["format"] = "deepsharp-weights";
        writer.Metadata[ChecksumKey] = writer.DataChecksum().ToString("x8", CultureInfo.InvariantCulture);
        return writer;
    }

    /// <summary>Sets the weights of a model from such a file, from one by others, or from a model file.</summary>
    /// <exception cref="ModelFileException">The file is neither, is damaged, or holds the weights of another model.</exception>
    public static void Load(FileSection file, Model model, bool skipMismatch)
    {
        var plan = new TransferPlan();
        if (StoredZip.IsZip(file))
        {
            StoredZip zip = ModelFileReader.OpenChecked(file);
            plan.CopyWeights(new SafetensorsReader(zip[ModelFileWriter.WeightsEntry]), except: null, model, skipMismatch);
            if (zip.Find(ModelFileWriter.OptimizerEntry) is { } state)
            {
                PlanOptimizer(new SafetensorsReader(state), "", model, skipMismatch, plan);
            }
        }
        else
        {
            var reader = new SafetensorsReader(file);
            CheckData(reader);
            plan.CopyWeights(reader, OptimizerPrefix, model, skipMismatch);
            PlanOptimizer(reader, OptimizerPrefix, model, skipMismatch, plan);
        }

        using WeightChange.Turn change = WeightChange.Begin(model.Weights);
        plan.Run();
    }

    // Another optimizer starts again, as does one that the file says nothing of.
    private static void PlanOptimizer(SafetensorsReader reader, string prefix, Model model, bool skipMismatch, TransferPlan plan)
    {
        if (model.Optimizer is { } optimizer && OptimizerEntries.IsOf(reader, optimizer))
        {
            OptimizerEntries.Plan(reader, prefix, model, optimizer, skipMismatch, plan);
        }
    }

    private static void CheckData(SafetensorsReader reader)
    {
        if (!reader.Metadata.TryGetValue(ChecksumKey, out string? checksum)) return;
        string got = reader.DataChecksum().ToString("x8", CultureInfo.InvariantCulture);
        if (got != checksum)
        {
            throw reader.File.Damaged($"is damaged: expected the checksum {checksum} but its values give {got}. Get a fresh copy.");
        }
    }
}
