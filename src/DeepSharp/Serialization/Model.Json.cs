using System.Text;
using System.Text.Json.Nodes;

namespace DeepSharp;

public partial class Model
{
    /// <summary>
    /// The layers, and what the model was compiled with, as the JSON that Keras's <c>to_json</c> writes. Without the weights: those go to a
    /// file with <see cref="SaveWeights(string, bool)"/>.
    /// </summary>
    /// <example><code>
    /// File.WriteAllText("model.json", model.ToJson());
    /// Model sameLayers = Model.FromJson(File.ReadAllText("model.json"));
    /// </code></example>
    /// <exception cref="InvalidOperationException">
    /// The model is larger than what could be read again; docs/model-files.md has the limits.
    /// </exception>
    public string ToJson()
    {
        JsonObject config = ToConfig();
        if (GetCompileConfig() is { } compile) config["compile_config"] = compile;
        return ConfigJson.WriteLine(config, "ToJson");
    }

    /// <summary>
    /// Makes a model of what <see cref="ToJson"/> wrote, or Keras's <c>to_json</c> did (Keras's <c>model_from_json</c>), and compiles it if
    /// the JSON says how. The weights are new ones.
    /// </summary>
    /// <exception cref="ModelFileException">
    /// The text is no JSON, describes no model that is known here, or one for which there is no memory; the message names what is wrong.
    /// </exception>
    public static Model FromJson(string json) => FromJson(json, LoadBudget.ValuesOfThisMachine);

    internal static Model FromJson(string json, long mostValues)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var text = new FileSection(new MemoryStream(bytes), 0, bytes.Length, "FromJson");
        JsonObject config = ModelJson.Read(text);
        try
        {
            Model model = LoadBudget.RunWithinMemory(mostValues, () => ModelTable.ReadModel(config));
            if (config["compile_config"] is JsonObject compile) model.CompileFromConfig(compile);
            return model;
        }
        catch (Exception error) when (error is not ModelFileException and not OutOfMemoryException)
        {
            throw text.Damaged(error.Message, error);
        }
    }

    /// <summary>
    /// What the model was compiled with, in Keras's schema of <c>compile_config</c>; null of a model that is not compiled.
    /// </summary>
    /// <example><code>other.CompileFromConfig(model.GetCompileConfig()!);</code></example>
    public JsonObject? GetCompileConfig() => CompileConfig.Of(this);

    /// <summary>Compiles the model as <see cref="GetCompileConfig"/>, or Keras's <c>get_compile_config</c>, said of another.</summary>
    /// <exception cref="ArgumentException">
    /// A class is unknown, or losses or metrics do not fit the outputs. The model is as it was.
    /// </exception>
    /// <exception cref="FormatException">The config is none.</exception>
    /// <exception cref="NotSupportedException">The config asks for something that does not exist here.</exception>
    public void CompileFromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        CompileConfig.Apply(config, this);
    }
}
