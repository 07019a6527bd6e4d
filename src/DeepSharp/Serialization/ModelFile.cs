using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What model files may hold beside the library's own layers, losses and so on.</summary>
/// <remarks>
/// A file holds names and numbers, never code, and a name is only ever looked up in a table: the library's, and what was registered here.
/// </remarks>
public static class ModelFile
{
    /// <summary>
    /// Makes a class of one's own known, so that models with it can be loaded: a layer, a model, an activation, an initializer, a
    /// regularizer, a constraint, a loss, a metric, an optimizer or a learning-rate schedule. Once in a process, before saving or loading.
    /// </summary>
    /// <remarks>
    /// Some of what files hold is restored without the help of <paramref name="create"/>: name, <c>trainable</c> and weights of a layer;
    /// name and reduction of a loss; the name of a metric; learning rate or schedule, name and <see cref="Optimizer.Options"/> of an
    /// optimizer.
    /// </remarks>
    /// <typeparam name="T">The class; found from what <paramref name="create"/> returns.</typeparam>
    /// <param name="name">Package and class, as in Keras: <c>MyApp&gt;Scale</c>. It is written to files, so it must not change.</param>
    /// <param name="create">Makes an object from what its <c>WriteConfig</c> or <c>GetConfig</c> wrote.</param>
    /// <exception cref="ArgumentException">
    /// The name is not of that form or belongs to another class, or the class is none of these kinds.
    /// </exception>
    /// <example><code>
    /// sealed class Scale(float factor) : Layer
    /// {
    ///     public override Shape ComputeOutputShape(Shape input) => input;
    ///     protected override Tensor Call(Tensor input, bool training) => input * factor;
    ///     protected override void WriteConfig(JsonObject config) => config["factor"] = factor;
    /// }
    ///
    /// ModelFile.Register("MyApp>Scale", config => new Scale((float)config["factor"]!));
    /// </code></example>
    public static void Register<T>(string name, Func<JsonObject, T> create) where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(create);

        // A function that makes a class makes its base class, so that its type tells the kind.
        switch (create)
        {
            case Func<JsonObject, Layer> layer:
                LayerRegistry.Classes.Add(name, typeof(T), layer);
                break;
            case Func<JsonObject, Activation> activation:
                ActivationTable.Classes.Add(name, typeof(T), activation);
                break;
            case Func<JsonObject, Initializer> initializer:
                InitializerTable.Classes.Add(name, typeof(T), initializer);
                break;
            case Func<JsonObject, Regularizer> regularizer:
                RegularizerTable.Classes.Add(name, typeof(T), regularizer);
                break;
            case Func<JsonObject, Constraint> constraint:
                ConstraintTable.Classes.Add(name, typeof(T), constraint);
                break;
            case Func<JsonObject, Loss> loss:
                LossTable.Classes.Add(name, typeof(T), loss);
                break;
            case Func<JsonObject, Metric> metric:
                MetricTable.Classes.Add(name, typeof(T), metric);
                break;
            case Func<JsonObject, Optimizer> optimizer:
                OptimizerTable.Classes.Add(name, typeof(T), optimizer);
                break;
            case Func<JsonObject, LearningRateSchedule> schedule:
                ScheduleTable.Classes.Add(name, typeof(T), schedule);
                break;
            default:
                throw new ArgumentException(
                    $"Register: expected a layer, model, activation, initializer, regularizer, constraint, loss, metric, optimizer or " +
                    $"learning-rate schedule for '{name}', but {typeof(T)} is none of them.", nameof(create));
        }
    }

    /// <summary>
    /// Makes a format of files known, by the endings of their names and by their first bytes. Once in a process; a format of the same class
    /// replaces the one before. A package offers a method for it: <c>KerasFormat.Register()</c>.
    /// </summary>
    /// <exception cref="ArgumentException">An ending is none, is the library's own, or is that of another format.</exception>
    /// <example><code>ModelFile.Register(new TextFormat());</code></example>
    public static void Register(FileFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        FileFormats.Add(format);
    }

    /// <summary>
    /// Makes the model that JSON in Keras's schema describes, within the limits that hold for the library's own files: for formats that
    /// packages add. The weights are to be set afterwards.
    /// </summary>
    /// <remarks>
    /// The limits are those of docs/model-files.md: length and depth of the text, number of objects, each name once, values of all weights
    /// together, and calls of layers whose shapes are to be found, which bounds the time. No memory is taken for what is beyond. Classes
    /// are looked up as in <see cref="Register{T}"/>; nothing is compiled, for which <see cref="Model.CompileFromConfig"/> is there.
    /// </remarks>
    /// <param name="json">UTF-8: an object with <c>class_name</c> and <c>config</c>.</param>
    /// <param name="file">How messages call the file that it is from.</param>
    /// <param name="values">
    /// How many values of weights the file has: the model may have no more, and its weights are zeros until they are set. Null for weights
    /// as their initializers choose, as many as this machine has memory for.
    /// </param>
    /// <exception cref="ModelFileException">It is no such JSON, is beyond a limit, or names what is not known here.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is negative.</exception>
    /// <example><code>
    /// Model model = ModelFile.ReadModel(configJson, "x.keras", values: valuesInFile);
    /// model.SetWeights(weights);
    /// </code></example>
    public static Model ReadModel(ReadOnlySpan<byte> json, string file, long? values = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (values < 0) throw new ArgumentOutOfRangeException(nameof(values), $"ReadModel: expected 0 or more values but got {values}.");
        byte[] text = json.ToArray();
        var section = new FileSection(new MemoryStream(text), 0, text.Length, file);
        return ModelFileReader.ReadModel(section, ModelJson.Read(section), values);
    }

    /// <summary>The same for a description that was made in memory.</summary>
    /// <inheritdoc cref="ReadModel(ReadOnlySpan{byte}, string, long?)"/>
    public static Model ReadModel(JsonObject json, string file, long? values = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return ReadModel(ConfigJson.Write(json, "ReadModel").Span, file, values);
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFileException(file, null, error.Message, error);
        }
    }
}
