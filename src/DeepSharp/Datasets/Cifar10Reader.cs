using Cifar10Data = (
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Train,
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Test);

namespace DeepSharp.Datasets;

/// <summary>
/// Puts CIFAR-10 together from the six files of its binary version. A file is a run of records: one byte of label, then 32x32 bytes each of
/// red, green and blue. Here the three become the channels of a pixel.
/// </summary>
internal sealed class Cifar10Reader
{
    /// <summary>Records of a file in the real dataset.</summary>
    public const int RecordsPerFile = 10_000;

    private const int Side = 32;
    private const int Pixels = Side * Side;
    private const int Channels = 3;
    private const int ImageLength = Pixels * Channels;
    private const int RecordLength = 1 + ImageLength;
    private const int RecordsAtOnce = 64;
    private const int Classes = 10;

    private readonly int _recordsPerFile;
    private readonly bool[] _present = new bool[FileNames.Length];
    private Records? _train;
    private Records? _test;

    /// <param name="recordsPerFile">10,000, or fewer in tests.</param>
    public Cifar10Reader(int recordsPerFile) => _recordsPerFile = recordsPerFile;

    /// <summary>Fills a buffer with the next bytes of a file.</summary>
    public delegate void ByteSource(Span<byte> buffer);

    /// <summary>The files, the test set's last.</summary>
    public static readonly string[] FileNames =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    private static int TrainFiles => FileNames.Length - 1;

    /// <summary>The exact length of each file in bytes.</summary>
    public long FileLength => (long)_recordsPerFile * RecordLength;

    /// <summary>Reads one of <see cref="FileNames"/>.</summary>
    /// <param name="file">Which one.</param>
    /// <param name="read">Gives its bytes.</param>
    /// <param name="length">How many there are said to be.</param>
    /// <param name="where">The archive or folder, for messages.</param>
    /// <param name="cancellationToken">Stops between records.</param>
    /// <exception cref="DatasetException">The file came before, or is not what it should be.</exception>
    public void Read(int file, ByteSource read, long length, string where, CancellationToken cancellationToken)
    {
        string name = FileNames[file];
        if (_present[file]) throw DatasetException.Damaged(where, $"expected {name} once but it is there twice.");
        if (length != FileLength)
        {
            throw DatasetException.Damaged(where, $"expected {FileLength:N0} bytes in {name} but got {length:N0}.");
        }

        // Only now: what is no such dataset takes no memory for one.
        bool isTest = file == TrainFiles;
        Records all = isTest ? _test ??= new Records(_recordsPerFile) : _train ??= new Records(TrainFiles * _recordsPerFile);
        int first = isTest ? 0 : file * _recordsPerFile;
        Span<byte> images = all.Images.AsSpan(first * ImageLength, _recordsPerFile * ImageLength);
        Span<byte> labels = all.Labels.AsSpan(first, _recordsPerFile);
        byte[] records = new byte[RecordsAtOnce * RecordLength];
        for (int done = 0; done < _recordsPerFile; done += RecordsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(RecordsAtOnce, _recordsPerFile - done);
            read(records.AsSpan(0, count * RecordLength));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> record = records.AsSpan(i * RecordLength, RecordLength);
                if (record[0] >= Classes)
                {
                    throw DatasetException.Damaged(
                        where, $"expected labels from 0 to {Classes - 1} in {name} but record {done + i} has {record[0]}.");
                }

                labels[done + i] = record[0];
                Interleave(record[1..], images.Slice((done + i) * ImageLength, ImageLength));
            }
        }

        _present[file] = true;
    }

    /// <summary>The dataset, once all files are read.</summary>
    /// <exception cref="DatasetException">Files are missing.</exception>
    public Cifar10Data Finish(string where)
    {
        string[] missing = [.. FileNames.Where((_, file) => !_present[file])];
        if (missing.Length > 0)
        {
            string verb = missing.Length == 1 ? "is" : "are";
            throw DatasetException.Damaged(where, $"expected six files but {string.Join(", ", missing)} {verb} missing.");
        }

        return (_train!.Pair(), _test!.Pair());
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> image)
    {
        ReadOnlySpan<byte> red = planes[..Pixels];
        ReadOnlySpan<byte> green = planes.Slice(Pixels, Pixels);
        ReadOnlySpan<byte> blue = planes.Slice(2 * Pixels, Pixels);
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            Span<byte> channels = image.Slice(Channels * pixel, Channels);
            (channels[0], channels[1], channels[2]) = (red[pixel], green[pixel], blue[pixel]);
        }
    }

    private sealed class Records(int count)
    {
        public byte[] Images { get; } = GC.AllocateUninitializedArray<byte>(count * ImageLength);

        public byte[] Labels { get; } = new byte[count];

        public (DataArray Images, DataArray Labels) Pair() =>
            (DataArray.From(Images, [count, Side, Side, Channels]), DataArray.From(Labels, [count, 1]));
    }
}
