using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepSharp.Fuzz;

/// <summary>Takes files apart and puts them together with right lengths and checksums, so that changes reach the readers inside.</summary>
internal static class Repack
{
    /// <summary>The entries of a zip file.</summary>
    public static List<(string Name, byte[] Content)> Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }

    /// <summary>A zip file of stored entries.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The header of a safetensors file as text, and its data.</summary>
    public static (string Header, byte[] Data) Safetensors(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }

    /// <summary>A safetensors file; a checksum in its header becomes that of the data, if wanted.</summary>
    public static byte[] Safetensors(string header, byte[] data, bool fixChecksum)
    {
        const string Key = "\"crc32\":\"";
        int place = header.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        if (fixChecksum && place >= Key.Length && place + 8 <= header.Length)
        {
            var crc = default(Crc32);
            crc.Add(data);
            header = $"{header[..place]}{crc.Value:x8}{header[(place + 8)..]}";
        }

        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>Bytes compressed as gzip does.</summary>
    public static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Gives every header of a tar archive the checksum that it should have.</summary>
    public static byte[] FixTar(byte[] tar)
    {
        for (int start = 0; start + 512 <= tar.Length; start += 512)
        {
            Span<byte> block = tar.AsSpan(start, 512);
            if (!block.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            block.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte value in block) sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0", block[148..]);
        }

        return tar;
    }
}
