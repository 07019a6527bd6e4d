using System.Security.Cryptography;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public sealed class Cifar10Tests : IDisposable
{
    private static readonly byte[] Archive = TinyCifar10.Archive(TinyCifar10.Entries());

    private readonly TemporaryFolder _folder = new();
    private readonly FileServer _server = new(Archive);

    private string Cached => _folder["cache/file.bin"];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Planes_of_colour_become_channels_of_pixels()
    {
        File.WriteAllBytes(_folder[TinyCifar10.ArchiveName], Archive);

        var ((images, labels), (testImages, testLabels)) = Load(given: _folder.Path);

        Assert.Equal([5 * TinyCifar10.Records, 32, 32, 3], images.Shape);
        Assert.Equal([5 * TinyCifar10.Records, 1], labels.Shape);
        Assert.Equal([TinyCifar10.Records, 32, 32, 3], testImages.Shape);
        Assert.Equal([TinyCifar10.Records, 1], testLabels.Shape);
        for (int sample = 0; sample < 6 * TinyCifar10.Records; sample++)
        {
            (int file, int record) = (sample / TinyCifar10.Records, sample % TinyCifar10.Records);
            byte[] expected = [.. Enumerable.Range(0, 3072).Select(i => TinyCifar10.Plane(file, record, i % 3 * 1024 + i / 3))];
            DataArray image = file < 5 ? images.Slice(sample, 1) : testImages.Slice(record, 1);
            Assert.Equal(expected, image.RawValues<byte>());
            Assert.Equal((file + record) % 10, file < 5 ? labels.Item(sample) : testLabels.Item(record));
        }
    }

    [Theory]
    [InlineData("data", "data/cifar-10-batches-bin")]
    [InlineData("data", "data")]
    public void Unpacked_files_are_found(string folder, string files)
    {
        TinyCifar10.WriteFiles(_folder[files]);

        var ((images, _), _) = Load(given: _folder[folder]);

        Assert.Equal(5 * TinyCifar10.Records, images.Count);
        Assert.Empty(_server.Ranges);
    }

    [Fact]
    public void Unpacked_files_must_be_complete_and_of_the_right_length()
    {
        TinyCifar10.WriteFiles(_folder.Path);
        File.Delete(_folder["data_batch_3.bin"]);
        var missing = Assert.Throws<DatasetException>(() => Load(given: _folder.Path));

        File.WriteAllBytes(_folder["data_batch_3.bin"], new byte[5]);
        var cutOff = Assert.Throws<DatasetException>(() => Load(given: _folder.Path));

        Assert.Contains("data_batch_3.bin is missing", missing.Message);
        Assert.Contains("expected 21,511 bytes in data_batch_3.bin but got 5", cutOff.Message);
    }

    [Fact]
    public void A_given_folder_without_the_data_is_an_error_and_nothing_is_fetched()
    {
        var error = Assert.Throws<DatasetException>(() => Load(given: _folder["none"], configured: _folder.Path));

        Assert.Contains("none: expected file.bin or cifar-10-batches-bin there but there is no such folder", error.Message);
        Assert.Empty(_server.Ranges);
    }

    [Fact]
    public void The_configured_folder_comes_before_the_cache()
    {
        TinyCifar10.WriteFiles(_folder["mine"]);

        Load(configured: _folder["mine"]);

        Assert.Empty(_server.Ranges);
    }

    [Fact]
    public void What_is_nowhere_is_fetched_into_the_cache_once()
    {
        var first = Load(configured: _folder["none"]);
        var second = Load();

        Assert.Single(_server.Ranges);
        Assert.Equal(Archive, File.ReadAllBytes(Cached));
        Assert.True(first.Train.Images.RawValues<byte>().SequenceEqual(second.Train.Images.RawValues<byte>()));
    }

    [Fact]
    public void A_cached_archive_with_a_wrong_checksum_is_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Cached)!);
        File.WriteAllBytes(Cached, new byte[Archive.Length]);

        Load();

        Assert.Equal(Archive, File.ReadAllBytes(Cached));
    }

    [Fact]
    public void Without_a_copy_and_a_network_it_says_what_was_tried_and_what_to_do()
    {
        Uri address = _server.Address;
        _server.Dispose();

        var error = Assert.Throws<DatasetException>(() => Load(configured: _folder["none"], address: address));

        Assert.Contains($"DEEPSHARP_DATA = {_folder["none"]}: expected file.bin or cifar-10-batches-bin there but", error.Message);
        Assert.Contains($"{Cached}: not there.", error.Message);
        Assert.Contains($"{address} could not be fetched: ", error.Message);
        Assert.Contains("Cifar10.Load(folder)", error.Message);
        Assert.Contains($"put the archive at {Cached}", error.Message);
        Assert.Contains("Cifar10Like.Generate()", error.Message);
    }

    [Fact]
    public void Loading_can_be_cancelled()
    {
        File.WriteAllBytes(_folder[TinyCifar10.ArchiveName], Archive);

        Assert.ThrowsAny<OperationCanceledException>(() => LoadFrom(_folder.Path, new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => LoadFrom(null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Class_names_follow_the_labels()
    {
        Assert.Equal(10, Cifar10.ClassNames.Count);
        Assert.Equal("frog", Cifar10.ClassNames[6]);
    }

    private ((DataArray Images, DataArray Labels) Train, (DataArray Images, DataArray Labels) Test) Load(
        string? given = null, string? configured = null, Uri? address = null) =>
        LoadFrom(given, TestContext.Current.CancellationToken, configured, address);

    private ((DataArray Images, DataArray Labels) Train, (DataArray Images, DataArray Labels) Test) LoadFrom(
        string? given, CancellationToken cancellationToken, string? configured = null, Uri? address = null)
    {
        var places = new DatasetPlaces(given, configured, Path.GetDirectoryName(Cached)!);
        var archive = new RemoteFile(address ?? _server.Address, Archive.Length, Convert.ToHexStringLower(SHA256.HashData(Archive)));
        return Cifar10.LoadFrom(places, archive, TinyCifar10.Records, progress: null, cancellationToken);
    }
}
