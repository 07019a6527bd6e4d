namespace DeepSharp;

/// <summary>Writes a file so that it is there whole or not at all: a save that fails leaves the old file as it was.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file in the same folder, waits until the disk has it, and gives it the name.
    /// </summary>
    /// <exception cref="IOException">The file exists and may not be replaced, or it cannot be written.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        // What a link points to is written, and the link stays.
        string destination = Path.GetFullPath(path);
        var file = new FileInfo(destination);
        if (file.LinkTarget is not null) destination = file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (!overwrite && File.Exists(destination))
        {
            throw new IOException(
                $"Save: expected a new file, but {path} exists. Pass overwrite: true to replace it, or choose another name.");
        }

        RequireFolder(path, destination);
        string temporary = Path.Combine(Path.GetDirectoryName(destination)!, $".deepsharp-{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, destination, overwrite);
        }
        catch (UnauthorizedAccessException error)
        {
            Delete(temporary);
            throw new UnauthorizedAccessException($"Save: writing {path} is not allowed: {error.Message}", error);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    // Else the error would name the temporary file, of which the caller knows nothing.
    private static void RequireFolder(string path, string destination)
    {
        string folder = Path.GetDirectoryName(destination)
            ?? throw new IOException($"Save: expected a file but {path} is a root. Add the name of a file.");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"Save: expected a folder that exists for {path} but {folder} does not. " +
                $"Create it first: Directory.CreateDirectory(\"{folder}\").");
        }

        if (Directory.Exists(destination))
        {
            throw new IOException($"Save: expected a file but {path} is a folder. Add the name of a file, such as model.deepsharp.");
        }
    }

    // What went wrong before is what the caller has to know.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
