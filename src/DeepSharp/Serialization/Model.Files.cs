namespace DeepSharp;

public partial class Model
{
    /// <summary>Writes the whole model to a file: layers, weights, what it was compiled with, and the state of the optimizer.</summary>
    /// <remarks>
    /// <para><see cref="Load(string, bool)"/> makes it again: it predicts bit for bit the same, and training goes on where it stopped.
    /// Layers that are random in training, such as Dropout, draw new numbers.</para>
    /// <para>The file is written beside its place and moved there once it is whole, so a save that fails leaves an older file as it was.
    /// It is a zip file of JSON and safetensors; docs/model-files.md describes it.</para>
    /// </remarks>
    /// <param name="path">
    /// The file, for example <c>model.deepsharp</c>. Endings of other formats, such as <c>.keras</c> and <c>.h5</c>, are refused unless a
    /// package made them known; see <see cref="ModelFile.Register(FileFormat)"/>.
    /// </param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="ArgumentException">The ending is that of another format.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another thread trains the model, or one that shares layers with it; or the model is beyond what could be loaded
    /// again. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file exists and may not be replaced, its folder is missing, or it cannot be written.</exception>
    /// <example><code>
    /// model.Save("model.deepsharp");
    /// Model copy = Model.Load("model.deepsharp");
    /// </code></example>
    public void Save(string path, bool overwrite = true)
    {
        using LayerOwner.Turn turn = Owner.Enter("Save");
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileFormat? format = FileFormats.Of(path);
        if (format is null) FileEndings.RequireModel("Save", path);
        AtomicFile.Write(path, overwrite, stream =>
        {
            if (format is null) ModelFileWriter.Write(stream, this);
            else format.Save(this, stream);
        });
    }

    /// <summary>Writes the whole model to a stream, as <see cref="Save(string, bool)"/> does to a file.</summary>
    /// <param name="stream">Writable; it stays open.</param>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another thread trains the model, or one that shares layers with it; or the model is beyond what could be loaded
    /// again. Nothing is written.
    /// </exception>
    public void Save(Stream stream)
    {
        using LayerOwner.Turn turn = Owner.Enter("Save");
        RequireWritable(stream, "Save");
        ModelFileWriter.Write(stream, this);
    }

    /// <summary>
    /// Makes the model that <see cref="Save(string, bool)"/> wrote, of the class that it had: a <see cref="Sequential"/> comes back as one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="compile">Whether it is compiled as it was, with the state of the optimizer.</param>
    /// <returns>A new model. Several threads may load at once.</returns>
    /// <exception cref="ModelFileException">
    /// The file is no model file, is damaged, or names a class that is not known here; see <see cref="ModelFile.Register{T}"/>.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <example><code>var model = (Sequential)Model.Load("model.deepsharp");</code></example>
    public static Model Load(string path, bool compile = true)
    {
        using FileStream stream = FileSection.OpenFile(path);
        return Load(stream, path, compile);
    }

    /// <summary>Makes the model that <see cref="Save(Stream)"/> wrote, from the stream's position to its end.</summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <param name="compile">Whether it is compiled as it was, with the state of the optimizer.</param>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="ModelFileException">As from a file.</exception>
    public static Model Load(Stream stream, bool compile = true) => Load(stream, null, compile);

    private static Model Load(Stream stream, string? path, bool compile)
    {
        FileSection file = FileSection.Open(stream, "Load");
        long start = stream.Position;
        if (FileFormats.Of(file, path) is not { } format) return ModelFileReader.Read(file, compile);
        stream.Position = start;
        return format.Load(stream, path ?? "stream", compile)
            ?? throw new InvalidOperationException($"Load: expected {format.Name} to make a model but it made none.");
    }

    /// <summary>Writes the weights to a safetensors file, and the state of the optimizer if the model is compiled, as in Keras.</summary>
    /// <remarks>Like <see cref="Save(string, bool)"/>, it leaves an older file as it was if it fails.</remarks>
    /// <param name="path">
    /// The file, for example <c>run7.weights.safetensors</c>; one that is there is replaced. <c>.h5</c> and <c>.keras</c> are refused
    /// unless a package made them known.
    /// </param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="InvalidOperationException">The model is not built, or another thread trains it.</exception>
    /// <exception cref="ArgumentException">The ending is that of another format.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or cannot be written.</exception>
    /// <example><code>
    /// model.SaveWeights("run7.weights.safetensors");
    /// sameLayersAgain.LoadWeights("run7.weights.safetensors");
    /// </code></example>
    public void SaveWeights(string path, bool overwrite = true)
    {
        using LayerOwner.Turn turn = Owner.Enter("SaveWeights");
        RequireBuilt("SaveWeights");
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileFormat? format = FileFormats.Of(path);
        if (format is null) FileEndings.RequireWeights("SaveWeights", path);
        AtomicFile.Write(path, overwrite, format is null ? WeightsFile.Of(this).WriteTo : stream => format.SaveWeights(this, stream));
    }

    /// <summary>Writes the weights to a stream, as <see cref="SaveWeights(string, bool)"/> does to a file.</summary>
    /// <param name="stream">Writable; it stays open.</param>
    /// <exception cref="InvalidOperationException">The model is not built, or another thread trains it.</exception>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    public void SaveWeights(Stream stream)
    {
        using LayerOwner.Turn turn = Owner.Enter("SaveWeights");
        RequireBuilt("SaveWeights");
        RequireWritable(stream, "SaveWeights");
        WeightsFile.Of(this).WriteTo(stream);
    }

    /// <summary>
    /// Sets the weights from a file that <see cref="SaveWeights(string, bool)"/> or <see cref="Save(string, bool)"/> wrote.
    /// </summary>
    /// <remarks>
    /// <para>Weights belong together by the place of their layers in the model, as in Keras; the names of layers do not matter.</para>
    /// <para>If the model is compiled and the file has the state of an optimizer of the same class, that is set as well.</para>
    /// <para>Waits for predictions that run on other threads; those that begin meanwhile wait for it. None sees a mixture.</para>
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="skipMismatch">
    /// Whether weights that only one side has, or that differ in shape, stay as they are; else they are an error.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not built, or another thread trains it.</exception>
    /// <exception cref="ModelFileException">
    /// The file is damaged, or its weights are those of another model. The model is as it was.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <example><code>
    /// // All layers but the last, whose number of classes is another:
    /// model.LoadWeights("pretrained.weights.safetensors", skipMismatch: true);
    /// </code></example>
    public void LoadWeights(string path, bool skipMismatch = false)
    {
        using FileStream stream = FileSection.OpenFile(path);
        LoadWeights(stream, path, skipMismatch);
    }

    /// <summary>
    /// Sets the weights from a stream's position to its end, as <see cref="LoadWeights(string, bool)"/> does from a file.
    /// </summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <param name="skipMismatch">
    /// Whether weights that only one side has, or that differ in shape, stay as they are; else they are an error.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not built, or another thread trains it.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="ModelFileException">As from a file.</exception>
    public void LoadWeights(Stream stream, bool skipMismatch = false) => LoadWeights(stream, null, skipMismatch);

    private void LoadWeights(Stream stream, string? path, bool skipMismatch)
    {
        using LayerOwner.Turn turn = Owner.Enter("LoadWeights");
        RequireBuilt("LoadWeights");
        FileSection file = FileSection.Open(stream, "LoadWeights");
        long start = stream.Position;
        if (FileFormats.Of(file, path) is not { } format)
        {
            WeightsFile.Load(file, this, skipMismatch);
            return;
        }

        stream.Position = start;
        format.LoadWeights(this, stream, path ?? "stream", skipMismatch);
    }

    private void RequireBuilt(string method)
    {
        if (!IsBuilt)
        {
            throw new InvalidOperationException(
                $"{method}: expected a model that is built, but '{Name}' is not. Call Build(inputShape) first.");
        }
    }

    private static void RequireWritable(Stream stream, string method)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException($"{method}: expected a stream that can be written.", nameof(stream));
    }
}
