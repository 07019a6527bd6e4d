using System.Security.Cryptography;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 17 + i / 251))];

    private readonly TemporaryFolder _folder = new();

    private string Destination => _folder["new/file.bin"];

    private string Partial => Destination + ".partial";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_arrives_whole_and_progress_ends_at_one()
    {
        using var server = new FileServer(Content);
        var progress = new List<DownloadProgress>();

        Fetch(Describe(server), new Recorder(progress));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.False(File.Exists(Partial));
        Assert.Equal(1.0, progress[^1].Fraction);
        Assert.Equal("file.bin: 3.0 of 3.0 MB (100%)", progress[^1].ToString());
        Assert.True(progress.Zip(progress.Skip(1)).All(pair => pair.First.BytesReceived < pair.Second.BytesReceived));
    }

    [Fact]
    public void An_earlier_attempt_is_continued()
    {
        using var server = new FileServer(Content);
        WritePartial(Content[..1_000_000]);

        Fetch(Describe(server));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Equal(["bytes=1000000-"], server.Ranges);
    }

    [Fact]
    public void A_server_without_ranges_sends_everything_again()
    {
        using var server = new FileServer(Content) { SupportsRanges = false };
        WritePartial(new byte[1_000_000]);

        Fetch(Describe(server));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Single(server.Ranges);
    }

    [Fact]
    public void A_wrong_beginning_is_thrown_away_and_fetched_again()
    {
        using var server = new FileServer(Content);
        WritePartial(new byte[1_000_000]);

        Fetch(Describe(server));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Equal(["bytes=1000000-", null], server.Ranges);
    }

    [Fact]
    public void A_whole_partial_file_needs_no_server()
    {
        WritePartial(Content);

        Fetch(Describe(new Uri("http://127.0.0.1:9/file.bin")));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_that_dies_midway_is_asked_for_the_rest(bool givesLength)
    {
        using var server = new FileServer(Content) { DiesAfter = 1_200_000, GivesLength = givesLength };

        Fetch(Describe(server));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Equal([null, "bytes=1200000-", "bytes=2400000-"], server.Ranges);
    }

    [Fact]
    public void What_arrived_before_giving_up_is_kept()
    {
        using var server = new FileServer(Content) { DiesAfter = 10_000 };

        var error = Assert.Throws<DatasetException>(() => Fetch(Describe(server)));

        Assert.Contains("40,000 of 3,000,000 bytes are kept in " + Partial, error.Message);
        Assert.Equal(Content[..40_000], File.ReadAllBytes(Partial));
        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public void A_wrong_checksum_leaves_nothing_behind()
    {
        using var server = new FileServer([.. Content[..^1], (byte)(Content[^1] ^ 1)]);

        var error = Assert.Throws<DatasetException>(() => Fetch(Describe(server)));

        Assert.Contains("its SHA-256 is", error.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Destination)!));
    }

    [Fact]
    public void A_file_of_another_size_is_refused_before_it_is_fetched()
    {
        using var server = new FileServer([1, 2, 3]);

        var error = Assert.Throws<DatasetException>(() => Fetch(Describe(server)));

        Assert.Contains("offered 3 bytes but 3,000,000 bytes were expected", error.Message);
    }

    [Fact]
    public void A_body_longer_than_expected_is_not_read_to_its_end()
    {
        using var server = new FileServer([.. Content, .. Content]) { GivesLength = false };

        Fetch(Describe(server));

        Assert.Equal(Content, File.ReadAllBytes(Destination));
    }

    [Fact]
    public void An_answer_of_failure_is_told()
    {
        using var server = new FileServer(Content) { Status = 404 };

        var error = Assert.Throws<DatasetException>(() => Fetch(Describe(server)));

        Assert.Contains("answered 404", error.Message);
    }

    [Fact]
    public void Without_a_server_it_says_so_at_once_and_leaves_nothing_behind()
    {
        var server = new FileServer(Content);
        RemoteFile file = Describe(server);
        server.Dispose();

        var error = Assert.Throws<DatasetException>(() => Fetch(file));

        Assert.Contains("could not be fetched: ", error.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Destination)!));
    }

    [Fact]
    public void A_cancelled_download_keeps_what_arrived()
    {
        using var server = new FileServer(Content);
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder([], cancellation.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(() => Download.ToFile(Describe(server), Destination, progress, cancellation.Token));

        byte[] kept = File.ReadAllBytes(Partial);
        Assert.InRange(kept.Length, 1, Content.Length - 1);
        Assert.Equal(Content[..kept.Length], kept);
    }

    [Fact]
    public void Two_downloads_of_one_file_do_not_mix()
    {
        using var server = new FileServer(Content);
        WritePartial([]);
        using FileStream other = new(Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var error = Assert.Throws<DatasetException>(() => Fetch(Describe(server)));

        Assert.Contains("could not be written", error.Message);
        Assert.True(File.Exists(Partial));
    }

    private void Fetch(RemoteFile file, IProgress<DownloadProgress>? progress = null) =>
        Download.ToFile(file, Destination, progress, TestContext.Current.CancellationToken);

    private static RemoteFile Describe(FileServer server) => Describe(server.Address);

    private static RemoteFile Describe(Uri address) => new(address, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private void WritePartial(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, bytes);
    }

    /// <summary>Notes progress on the thread that reports it.</summary>
    private sealed class Recorder(List<DownloadProgress> seen, Action? then = null) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            seen.Add(value);
            then?.Invoke();
        }
    }
}
