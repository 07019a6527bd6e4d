using Cifar10Data = (
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Train,
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Test);

namespace DeepSharp.Datasets;

/// <summary>CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes, 50,000 to train and 10,000 to test.</summary>
/// <remarks>
/// <para>Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images"; https://www.cs.toronto.edu/~kriz/cifar.html.</para>
/// <para>The first call downloads 170 MB into the user's cache; later ones read it from there. Without a network, give the folder of a
/// copy. <see cref="Cifar10Like"/> generates pictures of the same shape without any file.</para>
/// </remarks>
/// <example><code>
/// var ((trainImages, trainLabels), (testImages, testLabels)) = Cifar10.Load();   // bytes, 0 to 255
/// (trainImages, testImages) = (trainImages / 255f, testImages / 255f);
/// Console.WriteLine(Cifar10.ClassNames[(int)trainLabels.Item(0)]);               // frog
/// </code></example>
public static class Cifar10
{
    private static readonly RemoteFile Archive = new(
        new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
        170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd");

    /// <summary>The names of the classes: label 0 is an airplane, 9 a truck.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Loads the dataset from a folder, the user's cache or the web.</summary>
    /// <param name="folder">
    /// The folder with <c>cifar-10-binary.tar.gz</c> or <c>cifar-10-batches-bin</c>, or the latter itself. By default the one in the
    /// environment variable <c>DEEPSHARP_DATA</c>, then the user's cache (<c>$XDG_CACHE_HOME/deepsharp</c>, <c>~/.cache/deepsharp</c> or,
    /// on Windows, <c>%LOCALAPPDATA%\deepsharp</c>), then the web.
    /// </param>
    /// <param name="progress">Told about the download, if there is one.</param>
    /// <param name="cancellationToken">Stops loading; a download continues at the next call.</param>
    /// <returns>
    /// Images (50000, 32, 32, 3) and (10000, 32, 32, 3) of bytes 0 to 255, red, green and blue; labels (50000, 1) and (10000, 1) of
    /// bytes 0 to 9.
    /// </returns>
    /// <exception cref="DatasetException">There is no copy and none can be fetched, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ((DataArray Images, DataArray Labels) Train, (DataArray Images, DataArray Labels) Test) Load(
        string? folder = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        LoadFrom(DatasetPlaces.OfThisMachine(folder), Archive, Cifar10Reader.RecordsPerFile, progress, cancellationToken);

    internal static Cifar10Data LoadFrom(
        DatasetPlaces places,
        RemoteFile archive,
        int recordsPerFile,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var tried = new List<string>();
        string cached = Path.Combine(places.Cache, archive.Name);
        DatasetException? failure = null;
        Cifar10Copy? copy = Find(places, archive, tried);
        if (copy is null && places.Given is null)
        {
            if (!IsInCache(cached, archive, tried)) failure = TryDownload(archive, cached, tried, progress, cancellationToken);
            if (failure is null) copy = new Cifar10Copy(cached, IsArchive: true);
        }

        if (copy is null) throw new DatasetException(NotFound(tried, archive, cached), failure);
        return copy.Value.Read(recordsPerFile, cancellationToken);
    }

    /// <summary>Looks in the folders that someone chose. What lies there is taken on its structure, without a checksum.</summary>
    private static Cifar10Copy? Find(DatasetPlaces places, RemoteFile archive, List<string> tried)
    {
        string what = $"expected {archive.Name} or {Cifar10Archive.Folder} there";
        string? folder = places.Given ?? places.Configured;
        string name = places.Given is null ? DatasetPlaces.Variable : "folder";
        if (folder is null)
        {
            tried.Add($"{name}: not set.");
            return null;
        }

        Cifar10Copy? copy = Cifar10Copy.Find(folder, archive.Name);
        string found = Directory.Exists(folder) ? "found neither" : "there is no such folder";
        if (copy is null) tried.Add($"{name} = {folder}: {what} but {found}.");
        return copy;
    }

    private static bool IsInCache(string cached, RemoteFile archive, List<string> tried)
    {
        if (!File.Exists(cached))
        {
            tried.Add($"{cached}: not there.");
            return false;
        }

        string? mismatch;
        try
        {
            using FileStream stream = File.OpenRead(cached);
            mismatch = archive.Mismatch(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            mismatch = $"it cannot be read: {error.Message.TrimEnd('.')}";
        }

        if (mismatch is not null) tried.Add($"{cached}: {mismatch}.");
        return mismatch is null;
    }

    private static DatasetException? TryDownload(
        RemoteFile archive, string cached, List<string> tried, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Download.ToFile(archive, cached, progress, cancellationToken);
            return null;
        }
        catch (DatasetException failure)
        {
            tried.Add(failure.Message);
            return failure;
        }
    }

    private static string NotFound(List<string> tried, RemoteFile archive, string cached) =>
        $"""
        Cifar10.Load: expected a copy of CIFAR-10 but got none. Tried
          {string.Join(Environment.NewLine + "  ", tried)}
        To go on, give the folder that holds {archive.Name} ({archive.Size:N0} bytes) or {Cifar10Archive.Folder}: Cifar10.Load(folder), or
        {DatasetPlaces.Variable} in the environment; or put the archive at {cached}.
        Cifar10Like.Generate() makes data of the same shape without any file.
        """;
}
