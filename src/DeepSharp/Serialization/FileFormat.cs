namespace DeepSharp;

/// <summary>
/// A format of files that a package adds: once registered, <see cref="Model.Save(string, bool)"/>, <see cref="Model.Load(string, bool)"/>,
/// <see cref="Model.SaveWeights(string, bool)"/> and <see cref="Model.LoadWeights(string, bool)"/> find it by the ending of the file's
/// name, or by the first bytes.
/// </summary>
/// <remarks>
/// <para>What it does not override is refused with a message. Files are written beside their place and moved there once they are whole; a
/// stream to write to may be written from its beginning to its end only.</para>
/// <para>A reader makes a model with <see cref="ModelFile.ReadModel(ReadOnlySpan{byte}, string, long?)"/>, within the limits of the
/// library's own format, sets its weights with <see cref="Layer.SetWeights"/> and throws <see cref="ModelFileException"/> where a file is
/// damaged. Several threads may use a format at once.</para>
/// </remarks>
/// <example><code>
/// sealed class TextFormat : FileFormat
/// {
///     public override string Name =&gt; "Model text";
///     public override IReadOnlyList&lt;string&gt; Endings =&gt; [".model.json"];
///     public override void Save(Model model, Stream stream) =&gt; stream.Write(Encoding.UTF8.GetBytes(model.ToJson()));
///     public override Model Load(Stream stream, string file, bool compile) =&gt; Model.FromJson(new StreamReader(stream).ReadToEnd());
/// }
///
/// ModelFile.Register(new TextFormat());
/// model.Save("small.model.json");
/// </code></example>
public abstract class FileFormat
{
    /// <summary>How messages call the format, such as <c>Keras file</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The endings of its files' names, with the dot, in any case: <c>.keras</c>. The longest one that fits counts.</summary>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <summary>
    /// Whether a file is of the format, by its first bytes, of which up to 64 are given: asked where no format has the ending of its name.
    /// </summary>
    public virtual bool Recognizes(ReadOnlySpan<byte> start) => false;

    /// <summary>Writes a whole model.</summary>
    /// <param name="model">It is not trained meanwhile.</param>
    /// <param name="stream">Writable; it stays open.</param>
    /// <exception cref="NotSupportedException">The format does not write models.</exception>
    public virtual void Save(Model model, Stream stream) => throw Refused("Save", "holds no models to write");

    /// <summary>Makes the model of a file.</summary>
    /// <param name="stream">Readable and seekable, from its position on; it stays open.</param>
    /// <param name="file">How messages call the file.</param>
    /// <param name="compile">Whether the model is compiled as it was, where the file says how.</param>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">The format does not read models.</exception>
    public virtual Model Load(Stream stream, string file, bool compile) => throw Refused("Load", "holds no models to read");

    /// <summary>Writes the weights of a model that is built.</summary>
    /// <inheritdoc cref="Save"/>
    /// <exception cref="NotSupportedException">The format does not write weights alone.</exception>
    public virtual void SaveWeights(Model model, Stream stream) => throw Refused("SaveWeights", "holds no weights alone to write");

    /// <summary>Sets the weights of a model that is built, all of them or, where the file does not fit, none.</summary>
    /// <param name="model">It is not trained meanwhile.</param>
    /// <param name="stream">Readable and seekable, from its position on; it stays open.</param>
    /// <param name="file">How messages call the file.</param>
    /// <param name="skipMismatch">Whether weights that only one side has, or that differ in shape, stay as they are.</param>
    /// <exception cref="ModelFileException">The file is damaged, or its weights are those of another model.</exception>
    /// <exception cref="NotSupportedException">The format does not read weights.</exception>
    public virtual void LoadWeights(Model model, Stream stream, string file, bool skipMismatch) =>
        throw Refused("LoadWeights", "holds no weights alone to read");

    private NotSupportedException Refused(string method, string what) =>
        new($"{method}: expected a format that can do it, but {Name} ({string.Join(", ", Endings)}) {what}.");
}
