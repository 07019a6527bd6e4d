namespace DeepSharp;

/// <summary>Writes a file so that it is there whole or not at all: a save that fails leaves the old file as it was.</summary>
/// <remarks>
/// The new file is written beside the old one, flushed to the disk, and given its name. It has the permissions of the file that it
/// replaces. What a link points to is replaced, and the link stays. A device or a pipe cannot be replaced and is written to.
/// </remarks>
internal static class AtomicFile
{
    private const int Attempts = 16;

    /// <summary>Lets <paramref name="write"/> fill the file.</summary>
    /// <exception cref="IOException">The file exists and may not be replaced, or it cannot be written; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not allowed.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        string given = Path.GetFullPath(path);
        if (!overwrite && File.Exists(given))
        {
            throw new IOException(
                $"Save: expected a new file, but {path} exists. Pass overwrite: true to replace it, or choose another name.");
        }

        try
        {
            if (SpecialFile.Open(given) is { } device)
            {
                using (device) write(new ForwardStream(device));
                return;
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotAllowed(path, error.Message, error);
        }

        string destination = Resolve(given);
        string folder = RequireFolder(path, destination);
        TemporaryFiles.DeleteAbandoned(folder);
        string temporary = "";
        try
        {
            using FileStream stream = Create(folder, destination, out temporary);
            write(stream);
            stream.Flush(flushToDisk: true);

            // While it is open: one that nobody holds would count as abandoned.
            File.Move(temporary, destination, overwrite);
        }
        catch (UnauthorizedAccessException error)
        {
            Delete(temporary);
            throw NotAllowed(path, Renamed(error.Message, temporary, destination), error);
        }
        catch (IOException error) when (temporary.Length > 0 && error.Message.Contains(temporary, StringComparison.Ordinal))
        {
            // A full disk, say: the caller knows nothing of the temporary file.
            Delete(temporary);
            throw new IOException($"Save: {path} could not be written: {Renamed(error.Message, temporary, destination)}", error)
            {
                HResult = error.HResult,
            };
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    private static string Resolve(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // What was for its owner's eyes only must not be open to others, not even while it is written.
    private static FileStream Create(string folder, string destination, out string temporary)
    {
        UnixFileMode? mode = OperatingSystem.IsWindows() || !File.Exists(destination) ? null : File.GetUnixFileMode(destination);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Delete };
        if (mode is { } narrow && !OperatingSystem.IsWindows()) options.UnixCreateMode = narrow;
        for (int attempt = 1; ; attempt++)
        {
            temporary = TemporaryFiles.NextName(folder);
            try
            {
                var stream = new FileStream(temporary, options);
                if (mode is { } exact && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, exact);
                return stream;
            }
            catch (IOException) when (attempt < Attempts && File.Exists(temporary))
            {
            }
        }
    }

    // Else the error would name the temporary file.
    private static string RequireFolder(string path, string destination)
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

        return folder;
    }

    private static UnauthorizedAccessException NotAllowed(string path, string reason, Exception cause) =>
        new($"Save: writing {path} is not allowed: {reason}", cause);

    private static string Renamed(string message, string temporary, string destination) =>
        temporary.Length == 0 ? message : message.Replace(temporary, destination, StringComparison.Ordinal);

    // What went wrong before is what the caller has to know.
    private static void Delete(string temporary)
    {
        if (temporary.Length > 0) TemporaryFiles.TryDelete(temporary);
    }
}
