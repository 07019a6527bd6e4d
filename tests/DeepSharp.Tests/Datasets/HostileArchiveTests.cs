using System.IO.Compression;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

/// <summary>Archives that say more than they hold, or hold more than they should.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const long MostMemory = 4_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('L')]
    [InlineData('K')]
    public void What_is_said_of_an_entry_is_short_or_refused_before_memory_is_taken_for_it(char type)
    {
        byte[] archive = Packed(TarBuilder.Header("pax", type, size: 2_000_000_000));

        Assert.InRange(archive.Length, 0, 150);
        Assert.Contains("what is said of an entry takes 2,000,000,000 bytes, more than 16,384", Refusal(archive));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('L')]
    [InlineData('0')]
    [InlineData('5')]
    public void A_bomb_of_half_a_gigabyte_is_refused_in_little_memory(char type)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(TarBuilder.Header("bomb", type, size: 500_000_000));
            byte[] zeros = new byte[1_000_000];
            zeros.AsSpan().Fill((byte)'0');
            for (int i = 0; i < 500; i++) zip.Write(zeros);
        }

        Refusal(packed.ToArray());
    }

    [Fact]
    public void Endless_entries_are_refused()
    {
        byte[] about = TarBuilder.Entry("pax", 'x', "10 path=a\n"u8);
        byte[] archive = Packed([.. Enumerable.Repeat(about, 300).SelectMany(bytes => bytes)]);

        Assert.Contains("there are more than 256 headers", Refusal(archive));
    }

    [Theory]
    [InlineData("22 GNU.sparse.major=1\n", "an entry is a sparse file")]
    [InlineData("14 size=-7000\n", "the size of an entry is '-7000'")]
    [InlineData("30 size=9223372036854775808\n", "no list of keys and values")]
    [InlineData("28 size=9223372036854775808\n", "the size of an entry is '9223372036854775808'")]
    [InlineData("9999999999 size=1\n", "no list of keys and values")]
    [InlineData("-1 size=1\n", "no list of keys and values")]
    [InlineData("0 =\n", "no list of keys and values")]
    [InlineData("8 size3\n", "lacks a value")]
    [InlineData("no", "no list of keys and values")]
    public void Attributes_that_are_none_are_refused(string attributes, string message)
    {
        byte[] about = TarBuilder.Entry("pax", 'x', System.Text.Encoding.UTF8.GetBytes(attributes));
        byte[] archive = Packed([.. about, .. TarBuilder.Entry("data_batch_1.bin", '0', new byte[100])]);

        Assert.Contains(message, Refusal(archive));
    }

    [Fact]
    public void An_attribute_may_say_how_long_a_file_is()
    {
        byte[] about = TarBuilder.Entry("pax", 'x', "28 size=9223372036854775807\n"u8);
        byte[] archive = Packed([.. about, .. TarBuilder.Entry("data_batch_1.bin", '0', new byte[100])]);

        Assert.Contains("expected 21,511 bytes in data_batch_1.bin but got 9,223,372,036,854,775,807", Refusal(archive));
    }

    [Theory]
    [InlineData('S', "sparse file")]
    [InlineData('M', "part of a file in several volumes")]
    [InlineData('\u0001', "thing of unknown type 1")]
    [InlineData('~', "thing of unknown type '~'")]
    public void Entries_of_other_kinds_are_named(char type, string kind) =>
        Assert.Contains($"but data_batch_1.bin is a {kind}.", Refusal(Packed(TarBuilder.Header("data_batch_1.bin", type, size: 3073))));

    [Fact]
    public void Sizes_beyond_octal_digits_are_read_and_refused()
    {
        byte[] large = TarBuilder.Header("data_batch_1.bin", '0', size: 0, field =>
        {
            field.Clear();
            (field[0], field[4]) = (0x80, 0x7F);
        });
        byte[] negative = TarBuilder.Header("data_batch_1.bin", '0', size: 0, field => field.Fill(0xFF));

        Assert.Contains("expected 21,511 bytes in data_batch_1.bin but got 9,151,314,442,816,847,872", Refusal(Packed(large)));
        Assert.Contains("negative or beyond 2^63", Refusal(Packed(negative)));
    }

    [Fact]
    public void A_header_with_a_wrong_checksum_is_refused()
    {
        byte[] header = TarBuilder.Header("data_batch_1.bin", '0', size: 3073);
        header[0]++;

        Assert.Contains("a header has a wrong checksum", Refusal(Packed(header)));
    }

    [Fact]
    public void Names_are_shown_without_control_characters_and_cut_short()
    {
        byte[] about = TarBuilder.Entry("pax", 'L', [0x1B, .. Enumerable.Repeat((byte)'n', 200)]);
        string message = Refusal(Packed([.. about, .. TarBuilder.Header("x", '2', size: 0)]));

        Assert.Contains($"but ?{new string('n', 99)}... is a symbolic link", message);
    }

    private string Refusal(byte[] archive)
    {
        string path = _folder["file.bin"];
        File.WriteAllBytes(path, archive);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetException>(() => new Cifar10Copy(path, IsArchive: true).Read(7, CancellationToken.None));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        Assert.True(error.IsDamaged);
        return error.Message;
    }

    private static byte[] Packed(byte[] tar)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zip.Write(tar);
        return packed.ToArray();
    }
}
