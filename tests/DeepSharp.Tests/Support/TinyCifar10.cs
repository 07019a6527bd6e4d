using System.Formats.Tar;
using System.IO.Compression;

namespace DeepSharp.Tests;

/// <summary>CIFAR-10's binary files with a few records each, and archives of them.</summary>
public static class TinyCifar10
{
    public const int Records = 7;
    public const string Folder = "cifar-10-batches-bin";
    public const string ArchiveName = "file.bin";

    public static readonly string[] Names =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    /// <summary>The bytes of one file: record r of file f has label (f + r) % 10, its planes a hash of f, r and the place.</summary>
    public static byte[] File(int file, int records = Records)
    {
        byte[] bytes = new byte[records * 3073];
        for (int record = 0; record < records; record++)
        {
            bytes[record * 3073] = (byte)((file + record) % 10);
            for (int i = 0; i < 3072; i++) bytes[record * 3073 + 1 + i] = Plane(file, record, i);
        }

        return bytes;
    }

    public static byte Plane(int file, int record, int i) => (byte)((file * 31 + record * 7 + i * 5 + i / 256) * 37 >> 2);

    /// <summary>The six files as entries, in the folder of the real archive.</summary>
    public static List<TarEntry> Entries() => [.. Names.Select((name, file) => Entry($"{Folder}/{name}", File(file)))];

    public static TarEntry Entry(string path, byte[] content) =>
        new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) };

    public static byte[] Archive(IEnumerable<TarEntry> entries)
    {
        using var result = new MemoryStream();
        using (var zip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (TarEntry entry in entries) tar.WriteEntry(entry);
        }

        return result.ToArray();
    }

    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int file = 0; file < Names.Length; file++) System.IO.File.WriteAllBytes(Path.Combine(folder, Names[file]), File(file));
    }
}
