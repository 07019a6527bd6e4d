namespace DeepSharp;

/// <summary>Files that are none: devices such as <c>/dev/null</c>, pipes, terminals. Replacing one would destroy it.</summary>
internal static class SpecialFile
{
    /// <summary>Opens what a path leads to for writing, if it is no ordinary file and no folder; else null.</summary>
    /// <exception cref="IOException">It is a socket, or busy.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileStream? Open(string path)
    {
        // .NET does not say what kind of file there is. Special ones have no length, and cannot be given one.
        if (OperatingSystem.IsWindows() || !File.Exists(path) || LengthOf(path) != 0) return null;
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // A link to a file that is not there yet.
        }

        if (!stream.CanSeek) return stream;
        try
        {
            stream.SetLength(stream.Length);
            stream.Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            return stream;
        }
    }

    // Of what a link points to. Links below /proc point to what has no name: then the link's own, which is no file's.
    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is null) return file.Length;
        return file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length : 0;
    }
}
