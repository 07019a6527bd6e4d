using System.Formats.Tar;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public sealed class Cifar10ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_and_small_extra_files_are_skipped()
    {
        List<TarEntry> entries = TinyCifar10.Entries();
        entries.Insert(0, new UstarTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
        entries.Insert(3, TinyCifar10.Entry("cifar-10-batches-bin/readme.html", new byte[200]));
        entries.Add(TinyCifar10.Entry("cifar-10-batches-bin/batches.meta.txt", new byte[61]));

        Assert.Equal(5 * TinyCifar10.Records, Read(entries));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Every_flavour_of_tar_is_read(TarEntryFormat format)
    {
        IEnumerable<TarEntry> entries = TinyCifar10.Names.Select((name, file) =>
        {
            string path = "./cifar-10-batches-bin/" + name;
            TarEntry entry = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, path),
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, path),
                _ => new GnuTarEntry(TarEntryType.RegularFile, path),
            };
            entry.DataStream = new MemoryStream(TinyCifar10.File(file));
            return entry;
        });

        Assert.Equal(5 * TinyCifar10.Records, Read(entries));
    }

    [Fact]
    public void A_file_that_is_there_twice_is_refused()
    {
        List<TarEntry> entries = TinyCifar10.Entries();
        entries.Add(TinyCifar10.Entry("data_batch_2.bin", TinyCifar10.File(1)));

        Assert.Contains("expected data_batch_2.bin once but it is there twice", Refusal(entries));
    }

    [Fact]
    public void A_file_of_another_length_is_refused()
    {
        List<TarEntry> entries = TinyCifar10.Entries();
        entries[4] = TinyCifar10.Entry("cifar-10-batches-bin/data_batch_5.bin", TinyCifar10.File(4, TinyCifar10.Records + 1));

        Assert.Contains("expected 21,511 bytes in data_batch_5.bin but got 24,584", Refusal(entries));
    }

    [Fact]
    public void A_label_beyond_nine_is_refused()
    {
        byte[] file = TinyCifar10.File(5);
        file[3 * 3073] = 10;
        List<TarEntry> entries = TinyCifar10.Entries();
        entries[5] = TinyCifar10.Entry("cifar-10-batches-bin/test_batch.bin", file);

        Assert.Contains("expected labels from 0 to 9 in test_batch.bin but record 3 has 10", Refusal(entries));
    }

    [Fact]
    public void Missing_files_are_named()
    {
        List<TarEntry> entries = TinyCifar10.Entries();
        entries.RemoveAt(5);
        entries.RemoveAt(0);

        Assert.Contains("data_batch_1.bin, test_batch.bin are missing", Refusal(entries));
    }

    [Theory]
    [InlineData("/etc/data_batch_1.bin")]
    [InlineData("../data_batch_1.bin")]
    [InlineData("cifar-10-batches-bin/../../readme.html")]
    [InlineData("C:/readme.html")]
    [InlineData("..\\readme.html")]
    public void Paths_that_lead_outside_are_refused(string path)
    {
        List<TarEntry> entries = TinyCifar10.Entries();
        entries.Add(TinyCifar10.Entry(path, new byte[1]));

        Assert.Contains($"has the path {path}", Refusal(entries));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "symbolic link")]
    [InlineData(TarEntryType.HardLink, "hard link")]
    [InlineData(TarEntryType.Fifo, "pipe")]
    public void Links_and_devices_are_refused(TarEntryType type, string kind)
    {
        var entry = new UstarTarEntry(type, "cifar-10-batches-bin/data_batch_1.bin");
        if (type != TarEntryType.Fifo) entry.LinkName = "elsewhere";

        Assert.Contains($"data_batch_1.bin is a {kind}.", Refusal([entry]));
    }

    [Fact]
    public void Large_or_many_extra_files_are_refused()
    {
        TarEntry large = TinyCifar10.Entry("big.bin", new byte[2_000_000]);

        Assert.Contains("no other large files but big.bin has 2,000,000 bytes", Refusal([large]));
        Assert.Contains("at most 64 entries", Refusal(Enumerable.Range(0, 65).Select(i => TinyCifar10.Entry($"{i}", []))));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public void An_archive_that_is_cut_off_is_refused(double kept)
    {
        byte[] archive = TinyCifar10.Archive(TinyCifar10.Entries());

        Assert.Throws<DatasetException>(() => Read(archive[..(int)(archive.Length * kept)]));
    }

    [Fact]
    public void Files_that_are_no_archive_are_refused()
    {
        Assert.Contains("damaged or cut off", Assert.Throws<DatasetException>(() => Read("<html>not found</html>"u8.ToArray())).Message);
        Assert.Throws<DatasetException>(() => Read(new byte[5000]));
    }

    [Fact]
    public void A_damaged_byte_is_an_error_or_harmless_but_never_anything_else()
    {
        byte[] archive = TinyCifar10.Archive(TinyCifar10.Entries());
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            byte[] damaged = [.. archive];
            damaged[random.Next(i < 50 ? 600 : damaged.Length)] ^= (byte)(1 << random.Next(8));
            Exception? error = Record.Exception(() => Read(damaged));
            Assert.True(error is null or DatasetException, $"{error}");
        }
    }

    private int Read(IEnumerable<TarEntry> entries) => Read(TinyCifar10.Archive(entries));

    private int Read(byte[] archive)
    {
        string path = _folder["file.bin"];
        File.WriteAllBytes(path, archive);
        return new Cifar10Copy(path, IsArchive: true).Read(TinyCifar10.Records, CancellationToken.None).Train.Images.Count;
    }

    private string Refusal(IEnumerable<TarEntry> entries) => Assert.Throws<DatasetException>(() => Read(entries)).Message;
}
