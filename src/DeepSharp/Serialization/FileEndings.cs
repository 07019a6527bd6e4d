namespace DeepSharp;

/// <summary>Refuses to write a file whose name says that it is of another format: whoever opens it would be misled.</summary>
internal static class FileEndings
{
    private static readonly string[] s_others = [".keras", ".h5", ".hdf5", ".onnx", ".tflite", ".pt", ".pth", ".npz"];

    /// <summary>Whether an ending, or that of a path, is that of a format of the library's own.</summary>
    public static bool IsOwn(string path) => Ends(path, ".deepsharp") || Ends(path, ".safetensors");

    /// <exception cref="ArgumentException">The ending is that of another format, or of weights.</exception>
    public static void RequireModel(string method, string path)
    {
        Require(method, path, "model.deepsharp");
        if (!Ends(path, ".safetensors")) return;
        throw new ArgumentException(
            $"{method}: expected a name such as model.deepsharp, but '{path}' is one of weights. Use SaveWeights, or another ending.",
            nameof(path));
    }

    /// <exception cref="ArgumentException">The ending is that of another format.</exception>
    public static void RequireWeights(string method, string path) => Require(method, path, "model.weights.safetensors");

    private static void Require(string method, string path, string example)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Array.Find(s_others, ending => Ends(path, ending)) is { } other)
        {
            string advice = FileFormats.AdviceFor(path) is { } package ? $" {package}" : "";
            throw new ArgumentException(
                $"{method}: expected a name such as {example}, but '{path}' ends in {other}, a format that is not written here.{advice}",
                nameof(path));
        }
    }

    private static bool Ends(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
