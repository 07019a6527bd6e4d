using System.Buffers.Binary;

namespace DeepSharp;

/// <summary>
/// The entries of a zip file as model files are: few, with plain names, stored as they are. Anything else that a zip file can
/// be is refused, so that there is nothing to unpack, no place to lead to and no bytes that two entries share.
/// </summary>
/// <remarks>Offsets and names are those of PKWARE's APPNOTE 6.3, sections 4.3.7 to 4.3.16 and, for files above 4 GB, 4.5.3.</remarks>
internal sealed class StoredZip
{
    private const int MaxEntries = 64;
    private const int MaxDirectory = 1 << 16;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int HeaderLength = 30;

    private readonly FileSection _file;
    private readonly List<(string Name, uint Checksum, FileSection Content)> _entries = [];

    private StoredZip(FileSection file) => _file = file;

    /// <summary>The names of the entries.</summary>
    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>Reads the directory and checks it against the file; nothing of the contents is read.</summary>
    /// <exception cref="ModelFileException">The file is no such zip file, or a damaged one.</exception>
    public static StoredZip Open(FileSection file)
    {
        var zip = new StoredZip(file);
        (long start, long length, int count) = zip.FindDirectory();
        byte[] directory = new byte[length];
        file.Read(start, directory);
        var taken = new List<(long Begin, long End, string Name)>();
        ReadOnlySpan<byte> rest = directory;
        for (int i = 0; i < count; i++)
        {
            ZipDirectoryRecord record = ZipDirectoryRecord.Read(ref rest, file);
            zip.Add(record, start, taken);
        }

        if (!rest.IsEmpty) throw file.Damaged($"expected {count} entries in the directory of the zip file but more bytes follow.");
        zip.CheckOverlap(taken);
        return zip;
    }

    /// <summary>Whether a file begins as a zip file does.</summary>
    public static bool IsZip(FileSection file)
    {
        if (file.Length < 4) return false;
        Span<byte> start = stackalloc byte[4];
        file.Read(0, start);
        return start.SequenceEqual("PK\x03\x04"u8);
    }

    /// <summary>The contents of an entry, or null.</summary>
    public FileSection? Find(string name) => _entries.Find(entry => entry.Name == name).Content;

    /// <summary>The contents of an entry.</summary>
    /// <exception cref="ModelFileException">There is no such entry.</exception>
    public FileSection this[string name] => Find(name)
        ?? throw _file.Damaged($"expected a model file, which has an entry {name}, but it has {string.Join(", ", Names)}.");

    /// <summary>Compares the checksum of every entry with its bytes.</summary>
    /// <exception cref="ModelFileException">An entry is damaged.</exception>
    public void CheckContents()
    {
        foreach ((string _, uint checksum, FileSection content) in _entries)
        {
            uint got = content.Checksum();
            if (got != checksum)
            {
                throw content.Damaged($"is damaged: expected the checksum {checksum:x8} but its bytes give {got:x8}. Get a fresh copy.");
            }
        }
    }

    private (long Start, long Length, int Count) FindDirectory()
    {
        Span<byte> end = stackalloc byte[EndLength];
        long at = _file.Length - EndLength;
        if (at >= 0) _file.Read(at, end);
        if (at < 0 || !end.StartsWith("PK\x05\x06"u8))
        {
            throw _file.Damaged(IsZip(_file)
                ? "is cut short, or something was added at its end: it does not end as a zip file does. Get a fresh copy."
                : "expected a model file, which is a zip file, but it is none.");
        }

        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        ulong start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        uint disks = BinaryPrimitives.ReadUInt32LittleEndian(end[4..]);
        ushort comment = BinaryPrimitives.ReadUInt16LittleEndian(end[20..]);
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue) (start, length, count, at) = FindDirectory64(at);
        else if (BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != count)
        {
            throw _file.Damaged("expected a zip file in one part but it has several.");
        }

        if (disks != 0 || comment != 0) throw _file.Damaged("expected a zip file in one part and without a comment.");
        if (count > MaxEntries || length > MaxDirectory)
        {
            throw _file.Damaged(
                $"expected at most {MaxEntries} entries and {MaxDirectory:N0} bytes of directory " +
                $"but it announces {count:N0} and {length:N0}.");
        }

        if (start > (ulong)at || length != (ulong)at - start)
        {
            throw _file.Damaged("is damaged: the directory of the zip file is not where its end says.");
        }

        return ((long)start, (long)length, (int)count);
    }

    private (ulong Start, ulong Length, ulong Count, long At) FindDirectory64(long at)
    {
        Span<byte> record = stackalloc byte[End64Length];
        Span<byte> locator = stackalloc byte[LocatorLength];
        at -= LocatorLength + End64Length;
        if (at < 0) throw _file.Damaged("is damaged: it ends as a large zip file does but is too short for one.");
        _file.Read(at, record);
        _file.Read(at + End64Length, locator);
        bool isRight = record.StartsWith("PK\x06\x06"u8) && locator.StartsWith("PK\x06\x07"u8)
            && BinaryPrimitives.ReadUInt64LittleEndian(record[4..]) == End64Length - 12
            && BinaryPrimitives.ReadUInt64LittleEndian(record[16..]) == 0
            && BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]) == (ulong)at
            && BinaryPrimitives.ReadUInt64LittleEndian(record[24..]) == BinaryPrimitives.ReadUInt64LittleEndian(record[32..]);
        if (!isRight) throw _file.Damaged("is damaged: the end of the zip file contradicts itself.");
        return (BinaryPrimitives.ReadUInt64LittleEndian(record[48..]), BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[32..]), at);
    }

    private void Add(ZipDirectoryRecord record, long directory, List<(long Begin, long End, string Name)> taken)
    {
        string name = record.Name;
        if (_entries.Exists(entry => entry.Name == name)) throw _file.Damaged($"holds the entry {name} twice.");
        Span<byte> header = stackalloc byte[HeaderLength];
        if (record.Offset > directory - HeaderLength) throw _file.Damaged($"is damaged: entry {name} is said to lie outside of the file.");
        _file.Read(record.Offset, header);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        long begin = record.Offset + HeaderLength + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (!header.StartsWith("PK\x03\x04"u8) || BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != 0 || nameLength != name.Length)
        {
            throw _file.Damaged($"is damaged: entry {name} does not begin where the directory says.");
        }

        if (begin > directory || record.Length > directory - begin)
        {
            throw _file.Damaged($"is damaged: entry {name} is said to have {record.Length:N0} bytes, more than there are.");
        }

        taken.Add((record.Offset, begin + record.Length, name));
        _entries.Add((name, record.Checksum, _file.Slice(begin, record.Length, name)));
    }

    private void CheckOverlap(List<(long Begin, long End, string Name)> taken)
    {
        taken.Sort();
        for (int i = 1; i < taken.Count; i++)
        {
            if (taken[i].Begin < taken[i - 1].End)
            {
                throw _file.Damaged($"is damaged: the entries {taken[i - 1].Name} and {taken[i].Name} share bytes.");
            }
        }
    }
}
