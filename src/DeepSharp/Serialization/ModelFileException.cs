namespace DeepSharp;

/// <summary>
/// A file of weights or of a model is damaged, is of another kind, or does not fit: the message says which file, which entry of it,
/// what was expected, what came, and what to do.
/// </summary>
/// <remarks>
/// Files that are missing, locked or on a failing disk raise what .NET raises for them: other classes of <see cref="IOException"/>, or
/// <see cref="UnauthorizedAccessException"/>.
/// </remarks>
/// <example><code>
/// try { model.LoadWeights("run7.weights.safetensors"); }
/// catch (ModelFileException error) { Console.WriteLine(error.Message); }   // the model is as it was
/// </code></example>
public sealed class ModelFileException : IOException
{
    /// <summary>Makes an exception without a message.</summary>
    public ModelFileException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public ModelFileException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public ModelFileException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ModelFileException(string file, string? entry, string what, Exception? cause)
        : base($"{(entry is null ? file : $"{file}, entry {entry}")}: {what}", cause)
    {
        (FileName, Entry) = (file, entry);
    }

    /// <summary>The file as it was named, or <c>stream</c>.</summary>
    public string? FileName { get; }

    /// <summary>The entry of a model file that is wrong, such as <c>model.safetensors</c>; null if it is the file as a whole.</summary>
    public string? Entry { get; }
}
