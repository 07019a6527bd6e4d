using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepSharp.Tests.Serialization;

public class StoredZipTests
{
    private static readonly byte[] s_two = RawFile.Zip([("a.json", [1, 2, 3]), ("b", [])]);

    [Fact]
    public void Entries_are_found_with_their_bytes()
    {
        StoredZip zip = Open(s_two);
        Assert.Equal(["a.json", "b"], zip.Names);
        Assert.Equal([1, 2, 3], zip["a.json"].ReadAll(100));
        Assert.Equal(0, zip["b"].Length);
        Assert.Null(zip.Find("c"));
        zip.CheckContents();
    }

    [Fact]
    public void A_file_written_to_a_stream_that_cannot_seek_is_read()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(new ForwardStream(file), ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("a", CompressionLevel.NoCompression).Open();
            entry.Write([1, 2, 3]);
        }

        StoredZip zip = Open(file.ToArray());
        zip.CheckContents();
        Assert.Equal([1, 2, 3], zip["a"].ReadAll(100));
    }

    [Fact]
    public void The_form_for_more_than_4_GB_is_read()
    {
        StoredZip zip = Open(ZipBuilder.Large("a", [1, 2, 3]));
        zip.CheckContents();
        Assert.Equal([1, 2, 3], zip["a"].ReadAll(100));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(48)]
    public void A_large_end_that_contradicts_itself_is_refused(int field)
    {
        byte[] file = ZipBuilder.Large("a", [1, 2, 3]);
        file[RawFile.Find(file, "PK\x06\x06"u8) + field + 7] = 0x7F;
        Assert.Throws<ModelFileException>(() => Open(file));
    }

    [Fact]
    public void A_changed_byte_shows_in_the_checksum()
    {
        byte[] file = [.. s_two];
        file[RawFile.Find(file, [1, 2, 3])] ^= 1;
        var exception = Assert.Throws<ModelFileException>(() => Open(file).CheckContents());
        Assert.StartsWith(
            "stream, entry a.json: is damaged: expected the checksum 55bc801d but its bytes give ", exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(("stream", "a.json"), (exception.FileName, exception.Entry));
    }

    [Fact]
    public void Compressed_entries_are_refused()
    {
        byte[] bomb = RawFile.Zip([("a", new byte[1 << 20])], CompressionLevel.SmallestSize);
        Assert.Equal(
            "stream: expected entries that are stored but a is compressed (method 8). Pack the file again without compression.",
            Error(bomb));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData(".hidden")]
    [InlineData("ü")]
    public void Names_that_lead_elsewhere_are_refused(string name) =>
        Assert.StartsWith(
            "stream: expected entries with plain names, no folders, but got '", Error(RawFile.Zip([(name, [])])), StringComparison.Ordinal);

    [Fact]
    public void An_entry_that_comes_twice_is_refused() =>
        Assert.Equal("stream: holds the entry a twice.", Error(RawFile.Zip([("a", [1]), ("a", [2])])));

    [Fact]
    public void Many_entries_are_refused()
    {
        byte[] many = RawFile.Zip(Enumerable.Range(0, 65).Select(i => ($"a{i}", Array.Empty<byte>())));
        Assert.StartsWith("stream: expected at most 64 entries", Error(many), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_share_bytes_are_refused()
    {
        byte[] file = RawFile.Zip([("a", [1]), ("b", [1])]);
        int second = RawFile.Find(file, "PK\x01\x02"u8, last: true);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(second + 42), 0);
        Assert.Equal("stream: is damaged: the entries a and b share bytes.", Error(file));
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 0x40)]
    [InlineData(20, 200)]
    [InlineData(24, 200)]
    [InlineData(42, 200)]
    [InlineData(45, 200)]
    public void A_directory_that_lies_is_refused(int field, byte value)
    {
        byte[] file = [.. s_two];
        file[RawFile.Find(file, "PK\x01\x02"u8) + field] = value;
        Assert.Throws<ModelFileException>(() => Open(file));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void An_end_that_lies_is_refused(int field)
    {
        byte[] file = [.. s_two];
        file[^(22 - field)] ^= 1;
        Assert.Throws<ModelFileException>(() => Open(file));
    }

    [Fact]
    public void Bytes_behind_the_end_are_refused() =>
        Assert.Equal(
            "stream: is cut short, or something was added at its end: it does not end as a zip file does. Get a fresh copy.",
            Error([.. s_two, 0]));

    [Fact]
    public void Every_shortened_file_is_refused()
    {
        for (int length = 0; length < s_two.Length; length++) Assert.Throws<ModelFileException>(() => Open(s_two[..length]));
    }

    [Fact]
    public void Something_else_is_no_model_file() =>
        Assert.Equal("stream: expected a model file, which is a zip file, but it is none.", Error(new byte[100]));

    private static StoredZip Open(byte[] file) => StoredZip.Open(FileSection.Open(new MemoryStream(file), "Load"));

    private static string Error(byte[] file) => Assert.Throws<ModelFileException>(() => Open(file)).Message;
}
