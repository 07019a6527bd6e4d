using System.Text;

namespace DeepSharp.Tests.Datasets;

/// <summary>Makes parts of tar archives byte by byte, such as no program would write.</summary>
internal static class TarBuilder
{
    /// <summary>A header whose checksum is right.</summary>
    /// <param name="name">The path.</param>
    /// <param name="type">The letter that says what the entry is.</param>
    /// <param name="size">What the header says of the bytes that follow.</param>
    /// <param name="changeSize">Writes something else into the field of the size.</param>
    public static byte[] Header(string name, char type, long size, Action<Span<byte>>? changeSize = null)
    {
        byte[] block = new byte[512];
        Encoding.ASCII.GetBytes(name, block);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0'), block.AsSpan(124));
        changeSize?.Invoke(block.AsSpan(124, 12));
        block[156] = (byte)type;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = block.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0", block.AsSpan(148));
        return block;
    }

    /// <summary>A header, the contents, and zeros up to the next block.</summary>
    public static byte[] Entry(string name, char type, ReadOnlySpan<byte> content) =>
        [.. Header(name, type, content.Length), .. content, .. new byte[-content.Length & 511]];
}
