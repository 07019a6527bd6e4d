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
        var tar = new TarWalker(unzipped);
        string last = "the beginning";
        try
        {
            for (int entries = 0; tar.MoveNext(); entries++)
            {
                last = DatasetException.Shown(tar.Name);
                if (entries == MostEntries) throw DatasetException.Damaged(path, $"expected at most {MostEntries} entries but found more.");
                ReadEntry(path, tar, reader, cancellationToken);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw DatasetException.Damaged(
                path, $"expected a whole tar.gz archive but it is damaged or cut off at {last}: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static void ReadEntry(string path, TarWalker tar, Cifar10Reader reader, CancellationToken cancellationToken)
    {
        string name = DatasetException.Shown(tar.Name);
        if (tar.Type is not ('0' or '5'))
        {
            throw DatasetException.Damaged(path, $"expected files and folders only but {name} is a {TarHeader.KindOf(tar.Type)}.");
        }

        RequireInside(path, tar.Name);
        if (tar.Type == '5') return;
        int file = IndexOf(tar.Name);
        if (file >= 0)
        {
            reader.Read(file, tar.ReadExactly, tar.Size, path, cancellationToken);
        }
        else if (tar.Size > LargestExtra)
        {
            throw DatasetException.Damaged(path, $"expected no other large files but {name} has {tar.Size:N0} bytes.");
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
            throw DatasetException.Damaged(path, $"expected entries inside {Folder} but one has the path {DatasetException.Shown(name)}.");
        }
    }
}
