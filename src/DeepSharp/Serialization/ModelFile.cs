using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What model files may hold beside the library's own layers, losses and so on.</summary>
/// <remarks>
/// A file holds names and numbers, never code, and a name is only ever looked up in a table: the library's, and what was registered here.
/// </remarks>
public static class ModelFile
{
    /// <summary>
    /// Makes a custom class known, so that models with it can be loaded: a layer, a model, an activation, an initializer, a
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
        Add(new Registration<T>("Register", name, create, null));
    }

    /// <summary>
    /// Makes a class of Keras's known that the library does not have and a side package brings: a layer, a model, an activation, an
    /// initializer, a regularizer, a constraint, a loss, a metric, an optimizer or a learning-rate schedule. Once in a process, before
    /// saving, loading, and using its name as a string.
    /// </summary>
    /// <remarks>
    /// <para>The class is then one of the library's: configs have Keras's module, such as <c>keras.layers</c>, and its plain name, files
    /// and configs that Keras wrote are read, and its name works as a string, <c>loss: "poisson"</c>, as far as its kind has such
    /// strings.</para>
    /// <para>It is also taken for code that is known, not for a program's: a layer's call takes one input unless its
    /// <see cref="Layer.Signature"/> says otherwise, and makes no mask unless <see cref="Layer.MakesMasks"/> does; a loss gets zeros when
    /// shapes are tried out.</para>
    /// <para>What <see cref="Register"/> restores without the help of <paramref name="create"/> is restored here too.</para>
    /// </remarks>
    /// <typeparam name="T">The class; found from what <paramref name="create"/> returns.</typeparam>
    /// <param name="name">Keras's class name, or the name of an activation. It is written to files.</param>
    /// <param name="create">
    /// Makes an object from Keras's config. Keys that are missing have Keras's defaults: of a name used as a string all are.
    /// </param>
    /// <param name="aliases">Other names that Keras has for the same, such as <c>hinge</c> for <c>Hinge</c>; read, never written.</param>
    /// <exception cref="ArgumentException">
    /// A name is one of the library's own already, has a package, or belongs to another class; or the class is none of these kinds.
    /// </exception>
    /// <example><code>
    /// ModelFile.RegisterKeras("Poisson", _ => new Poisson(), "poisson");
    /// model.Compile("adam", "poisson");
    /// </code></example>
    public static void RegisterKeras<T>(string name, Func<JsonObject, T> create, params string[] aliases) where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(aliases);
        if (typeof(T).IsAssignableTo(typeof(Layer)) && aliases.Prepend(name).FirstOrDefault(IsModel) is { } model)
        {
            throw new ArgumentException(
                $"RegisterKeras: '{model}' is a model of the library already. Remove the line for {typeof(T)}.", nameof(name));
        }

        Add(new Registration<T>("RegisterKeras", name, create, aliases));
    }

    private static bool IsModel(string name) => name is not null && ModelTable.Entries.TryGet(name, out _);

    // A function that makes a class makes its base class, so that its type tells the kind.
    private static void Add<T>(Registration<T> registration) where T : class
    {
        bool isDone = registration.To(LayerRegistry.Classes) || registration.To(ActivationTable.Classes)
            || registration.To(InitializerTable.Classes) || registration.To(RegularizerTable.Classes)
            || registration.To(ConstraintTable.Classes) || registration.To(LossTable.Classes) || registration.To(MetricTable.Classes)
            || registration.To(OptimizerTable.Classes) || registration.To(ScheduleTable.Classes);
        if (isDone) return;
        throw new ArgumentException(
            $"{registration.Method}: expected a layer, model, activation, initializer, regularizer, constraint, loss, metric, optimizer " +
            $"or learning-rate schedule for '{registration.Name}', but {typeof(T)} is none of them.", "create");
    }

    private sealed record Registration<T>(string Method, string Name, Func<JsonObject, T> Create, string[]? Aliases) where T : class
    {
        public bool To<TKind>(ClassTable<TKind> table) where TKind : class
        {
            if (Create is not Func<JsonObject, TKind> create) return false;
            if (Aliases is null) table.Add(Name, typeof(T), create);
            else table.AddKeras(Name, typeof(T), create, Aliases);
            return true;
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
