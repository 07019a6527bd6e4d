namespace DeepSharp;

/// <summary>The formats that packages added, and what is to be said where one is missing.</summary>
internal static class FileFormats
{
    private const int StartLength = 64;

    private static readonly Lock s_lock = new();
    private static volatile FileFormat[] s_formats = [];

    // The packages of the family, which register a format when a program says so.
    private static readonly (string Ending, string Package, string Line)[] s_packages =
    [
        (".keras", "PureDeepSharp.Keras", "KerasFormat.Register();"),
        (".h5", "PureDeepSharp.Keras", "KerasFormat.Register();"),
        (".hdf5", "PureDeepSharp.Keras", "KerasFormat.Register();"),
        (".onnx", "PureDeepSharp.Onnx", "OnnxFormat.Register();"),
    ];

    /// <summary>Adds a format, or replaces that of the same class.</summary>
    /// <exception cref="ArgumentException">
    /// It has no endings, one without a dot, one of the library's own, or one of another class's format.
    /// </exception>
    public static void Add(FileFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format.Name);
        string[] endings = [.. format.Endings];
        if (endings.Length == 0 || endings.Any(ending => ending is not ['.', _, ..]))
        {
            throw new ArgumentException(
                $"Register: expected endings such as '.keras' for {format.Name} but got '{string.Join("', '", endings)}'.",
                nameof(format));
        }

        lock (s_lock)
        {
            FileFormat[] others = [.. s_formats.Where(other => other.GetType() != format.GetType())];
            foreach (string ending in endings)
            {
                string? owner = FileEndings.IsOwn(ending) ? "this library's own"
                    : Array.Find(others, other => other.Endings.Any(taken => Same(taken, ending)))?.Name;
                if (owner is null) continue;
                throw new ArgumentException($"Register: '{ending}' of {format.Name} is {owner} already. Choose another.", nameof(format));
            }

            s_formats = [.. others, format];
        }
    }

    /// <summary>The format that a name's ending stands for; null for none.</summary>
    public static FileFormat? Of(string path)
    {
        (FileFormat? found, int length) = (null, 0);
        foreach (FileFormat format in s_formats)
        {
            foreach (string ending in format.Endings)
            {
                if (ending.Length > length && Ends(path, ending)) (found, length) = (format, ending.Length);
            }
        }

        return found;
    }

    /// <summary>The format of a file: that of its name's ending, else one that knows the first bytes; null for the library's own.</summary>
    /// <exception cref="ModelFileException">It is one that only a package reads that is not there.</exception>
    public static FileFormat? Of(FileSection file, string? path)
    {
        if (path is not null && Of(path) is { } named) return named;

        // An ending of the library's own says what a file is, whatever a package makes of its first bytes.
        if (path is not null && FileEndings.IsOwn(path)) return null;
        if (s_formats.Length == 0 && (path is null || AdviceFor(path) is null)) return null;
        Span<byte> start = stackalloc byte[(int)Math.Min(StartLength, file.Length)];
        file.Read(0, start);
        foreach (FileFormat format in s_formats)
        {
            if (format.Recognizes(start)) return format;
        }

        // What Model.Save wrote is read under any name.
        if (path is null || StoredZip.IsZip(file) || AdviceFor(path) is not { } advice) return null;
        throw file.Damaged($"is of a format that is not read here. {advice}");
    }

    /// <summary>Which package reads and writes files of an ending, and what a program has to say; null where none does.</summary>
    public static string? AdviceFor(string path) =>
        Array.Find(s_packages, entry => Ends(path, entry.Ending)) is ({ } ending, { } package, { } line)
            ? $"Files that end in {ending} are read and written with the package {package}: add it and call {line}" : null;

    private static bool Ends(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
