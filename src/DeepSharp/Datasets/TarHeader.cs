using System.Buffers.Binary;
using System.Text;

namespace DeepSharp.Datasets;

/// <summary>
/// The block of 512 bytes in front of each entry of a tar archive, in the form of POSIX.1-2017 (<c>pax</c>, "ustar Interchange Format"), of
/// GNU tar, or of Unix V7.
/// </summary>
/// <param name="Name">The path of the entry, as the block has it.</param>
/// <param name="Type">The letter that says what the entry is.</param>
/// <param name="Size">Bytes that follow.</param>
internal readonly record struct TarHeader(string Name, char Type, long Size)
{
    /// <summary>Bytes of a block; contents are filled up to a multiple of it.</summary>
    public const int Length = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    /// <summary>Whether nothing but this and the like follows: the archive ends with blocks of zeros.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Reads a block.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static TarHeader Read(ReadOnlySpan<byte> block)
    {
        // The checksum itself counts as spaces.
        long sum = ChecksumLength * ' ';
        foreach (byte value in block[..ChecksumOffset]) sum += value;
        foreach (byte value in block[(ChecksumOffset + ChecksumLength)..]) sum += value;
        if (Number(block.Slice(ChecksumOffset, ChecksumLength)) != sum) throw new InvalidDataException("a header has a wrong checksum");

        string name = Text(block[..100]);
        bool isUstar = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        if (isUstar && Text(block.Slice(345, 155)) is { Length: > 0 } folder) name = $"{folder}/{name}";
        char type = (char)block[156];
        return new TarHeader(name, type == '\0' ? '0' : type, Number(block.Slice(124, 12)));
    }

    /// <summary>What kind of entry a letter stands for, in words.</summary>
    public static string KindOf(char type) => type switch
    {
        '1' => "hard link",
        '2' => "symbolic link",
        '3' => "character device",
        '4' => "block device",
        '6' => "pipe",
        '7' => "contiguous file",
        'S' => "sparse file",
        'M' => "part of a file in several volumes",
        >= '!' and <= '~' => $"thing of unknown type '{type}'",
        _ => $"thing of unknown type {(int)type}",
    };

    /// <summary>The text up to the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Octal digits with spaces or zeros around them; where the first bit is set, a binary number, as GNU tar has it.
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            bool isSmall = field.Length > 8
                && field[0] == 0x80 && field[1..^8].IndexOfAnyExcept((byte)0) < 0 && (field[^8] & 0x80) == 0;
            return isSmall
                ? BinaryPrimitives.ReadInt64BigEndian(field[^8..])
                : throw new InvalidDataException("a header has a number that is negative or beyond 2^63");
        }

        long number = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') throw new InvalidDataException("a header has a number that is none");
            number = 8 * number + (digit - '0');
        }

        return number;
    }
}
