using Cifar10Data = (
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Train,
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Test);

namespace DeepSharp.Datasets;

/// <summary>A copy of CIFAR-10 on this machine: the archive, or the folder of its six files.</summary>
internal readonly record struct Cifar10Copy(string Path, bool IsArchive)
{
    /// <summary>Looks in a folder for the archive, the unpacked folder, or the files themselves.</summary>
    public static Cifar10Copy? Find(string folder, string archiveName)
    {
        string unpacked = System.IO.Path.Combine(folder, Cifar10Archive.Folder);
        if (HoldsFiles(unpacked)) return new Cifar10Copy(unpacked, IsArchive: false);
        if (HoldsFiles(folder)) return new Cifar10Copy(folder, IsArchive: false);
        string archive = System.IO.Path.Combine(folder, archiveName);
        return File.Exists(archive) ? new Cifar10Copy(archive, IsArchive: true) : null;
    }

    /// <summary>Reads the dataset.</summary>
    /// <exception cref="DatasetException">The copy is damaged or incomplete.</exception>
    public Cifar10Data Read(int recordsPerFile, CancellationToken cancellationToken)
    {
        var reader = new Cifar10Reader(recordsPerFile);
        try
        {
            if (IsArchive) Cifar10Archive.Read(Path, reader, cancellationToken);
            else ReadFiles(reader, cancellationToken);
        }
        catch (Exception error) when (error is IOException and not DatasetException or UnauthorizedAccessException)
        {
            throw DatasetException.Damaged(Path, $"cannot be read: {error.Message}", error);
        }

        return reader.Finish(Path);
    }

    private void ReadFiles(Cifar10Reader reader, CancellationToken cancellationToken)
    {
        for (int file = 0; file < Cifar10Reader.FileNames.Length; file++)
        {
            string path = System.IO.Path.Combine(Path, Cifar10Reader.FileNames[file]);
            if (!File.Exists(path)) continue;
            using FileStream stream = File.OpenRead(path);
            reader.Read(file, stream.ReadExactly, stream.Length, Path, cancellationToken);
        }
    }

    // Any one will do: a folder that lacks some of the files is a damaged copy, and reading it says which.
    private static bool HoldsFiles(string folder) => Cifar10Reader.FileNames.Any(name => File.Exists(System.IO.Path.Combine(folder, name)));
}
