using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepSharp.Tests.Serialization;

/// <summary>Files put together byte by byte, right ones and wrong ones.</summary>
internal static class RawFile
{
    /// <summary>A safetensors file of any header and data.</summary>
    public static byte[] Safetensors(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>One tensor "x" of a type and a shape.</summary>
    public static byte[] OneTensor(string type, string shape, params byte[] data) =>
        Safetensors($$$"""{"x":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,{{{data.Length}}}]}}""", data);

    /// <summary>The entries of a zip file, in its order.</summary>
    public static List<(string Name, byte[] Content)> Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry => (entry.FullName, Content(entry)))];
    }

    /// <summary>A zip file of entries, stored unless said otherwise.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The same zip file with one entry changed; with no new content, without that entry.</summary>
    public static byte[] WithEntry(byte[] zip, string name, byte[]? content)
    {
        List<(string Name, byte[] Content)> entries = Entries(zip);
        entries.RemoveAll(entry => entry.Name == name);
        if (content is not null) entries.Add((name, content));
        return Zip(entries);
    }

    /// <summary>The same zip file with another config.</summary>
    public static byte[] WithConfig(byte[] zip, Func<string, string> change)
    {
        byte[] config = Entries(zip).Single(entry => entry.Name == "config.json").Content;
        return WithEntry(zip, "config.json", Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(config))));
    }

    /// <summary>Where a series of bytes begins in another; the last place, if wanted.</summary>
    public static int Find(byte[] file, ReadOnlySpan<byte> bytes, bool last = false) =>
        last ? file.AsSpan().LastIndexOf(bytes) : file.AsSpan().IndexOf(bytes);

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
