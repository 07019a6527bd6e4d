using System.Formats.Tar;
using System.IO.Compression;

namespace DeepSharp.Datasets;

/// <summary>Reads CIFAR-10 straight from its compressed archive. Nothing is extracted to disk, whatever the archive says.</summary>
internal static class Cifar10Archive
{
    /// <summary>The folder inside the archive.</summary>
    public const string Folder = "cifar-10-batches-bin";

    /// <summary>The largest file that is skipped: the real archive has a readme and a list of names, of a few bytes.</summary>
    private const long LargestExtra = 1024 * 1024;

    private const int MostEntries = 64;
    private const int BufferLength = 64 * 1024;

    /// <summary>Reads all six files of the archive at <paramref name="path"/> into <paramref name="reader"/>.</summary>
    /// <exception cref="DatasetException">The archive is damaged or is another one.</exception>
    public static void Read(string path, Cifar10Reader reader, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferLength, FileOptions.SequentialScan);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        string last = "the beginning";
        try
        {
            for (int entries = 0; tar.GetNextEntry() is { } entry; entries++)
            {
                last = entry.Name;
                if (entries == MostEntries) throw DatasetException.Damaged(path, $"expected at most {MostEntries} entries but found more.");
                ReadEntry(path, entry, reader, cancellationToken);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException or FormatException or ArgumentException
            or OverflowException)
        {
            throw DatasetException.Damaged(
                path, $"expected a whole tar.gz archive but it is damaged or cut off at {last}: {error.Message}", error);
        }
    }

    private static void ReadEntry(string path, TarEntry entry, Cifar10Reader reader, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.GlobalExtendedAttributes:
                return;
            case TarEntryType.Directory:
                RequireInside(path, entry.Name);
                return;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                RequireInside(path, entry.Name);
                break;
            default:
                throw DatasetException.Damaged(path, $"expected files and folders only but {entry.Name} is a {entry.EntryType}.");
        }

        int file = IndexOf(entry.Name);
        if (file >= 0)
        {
            reader.Read(file, entry.DataStream ?? Stream.Null, entry.Length, path, cancellationToken);
        }
        else if (entry.Length > LargestExtra)
        {
            throw DatasetException.Damaged(path, $"expected no other large files but {entry.Name} has {entry.Length:N0} bytes.");
        }
    }

    /// <summary>Which of the reader's files an entry is, or -1 for anything else.</summary>
    private static int IndexOf(string name)
    {
        ReadOnlySpan<char> rest = name;
        if (rest.StartsWith("./")) rest = rest[2..];
        if (rest.StartsWith(Folder + "/")) rest = rest[(Folder.Length + 1)..];
        return Array.IndexOf(Cifar10Reader.FileNames, rest.ToString());
    }

    // Nothing is written, so such a path could do no harm; but no honest archive has one.
    private static void RequireInside(string path, string name)
    {
        bool isRooted = name.StartsWith('/') || name.Contains('\\') || name.Contains(':');
        if (isRooted || name.Split('/').Contains(".."))
        {
            throw DatasetException.Damaged(path, $"expected entries inside {Folder} but one has the path {name}.");
        }
    }
}
