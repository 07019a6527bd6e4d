namespace DeepSharp;

/// <summary>
/// The files that a save writes to before they get their name: <c>.deepsharp-*.tmp</c>. A process that is killed leaves one behind; the
/// next save into the same folder deletes it.
/// </summary>
internal static class TemporaryFiles
{
    private const string Start = ".deepsharp-";
    private const string End = ".tmp";

    /// <summary>How long a file must not have been written before it counts as abandoned, where locks do not work.</summary>
    public static TimeSpan Age { get; } = TimeSpan.FromMinutes(1);

    /// <summary>A name that is likely to be free. Random numbers, no cryptography: that is not there on every system.</summary>
    public static string NextName(string folder) => Path.Combine(folder, $"{Start}{Random.Shared.NextInt64():x16}{End}");

    /// <summary>Deletes what killed processes left in a folder: files that nobody has open and nobody wrote to for a while.</summary>
    public static void DeleteAbandoned(string folder)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, $"{Start}*{End}"))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) >= Age) DeleteUnlessHeld(file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written but not listed.
        }
    }

    /// <summary>Deletes a file that this process made, if that is possible.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    // Whoever writes such a file holds it open: then this is refused.
    private static void DeleteUnlessHeld(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
