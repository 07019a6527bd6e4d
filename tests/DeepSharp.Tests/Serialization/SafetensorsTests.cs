using System.Buffers.Binary;
using System.Text;
using DeepSharp.Tests.Golden;

namespace DeepSharp.Tests.Serialization;

public class SafetensorsTests
{
    public static TheoryData<string> GoldenFiles =>
        [.. Directory.GetFiles(GoldenArea.Folder, "*.safetensors").Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void Tensors_come_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["matrix"] = Tensor.From([1, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1e-40f], [2, 3]),
            ["scalar"] = Tensor.Scalar(7),
            ["empty"] = Tensor.Zeros([3, 0, 2]),
            ["name with \"quotes\", ünïcode / and > signs"] = Tensor.From(TestData.Uniform(1000, seed: 1)),
        };
        Safetensors.Save(folder["a.safetensors"], tensors);

        IReadOnlyDictionary<string, Tensor> copies = Safetensors.Load(folder["a.safetensors"]);
        Assert.Equal(tensors.Keys, copies.Keys);
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, copies[name].Shape);
            TestData.AssertSameBits(tensor.Span, copies[name].Span, name);
        }
    }

    [Fact]
    public void Views_are_written_as_what_they_show()
    {
        using var file = new MemoryStream();
        Safetensors.Save(file, [KeyValuePair.Create("rows", Tensor.Range(0, 12).Reshape([4, 3])[1..3])]);

        file.Position = 0;
        Assert.Equal([3, 4, 5, 6, 7, 8], Safetensors.Load(file)["rows"].ToArray());
    }

    [Fact]
    public void Metadata_comes_back()
    {
        using var file = new MemoryStream();
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["quote"] = "\"ü\"\n" };
        Safetensors.Save(file, [], metadata);

        file.Position = 0;
        Assert.Empty(Safetensors.Load(file, out IReadOnlyDictionary<string, string> copy));
        Assert.Equal(metadata, copy);
    }

    [Fact]
    public void The_file_is_laid_out_as_the_format_says()
    {
        using var file = new MemoryStream();
        Safetensors.Save(file, [KeyValuePair.Create("a", Tensor.From([1, 2], [2, 1])), KeyValuePair.Create("b", Tensor.Scalar(3))]);

        byte[] bytes = file.ToArray();
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(
            """{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""",
            Encoding.UTF8.GetString(bytes, 8, header).TrimEnd(' '));
        Assert.Equal(8 + header + 12, bytes.Length);
        Assert.Equal(3f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + header + 8)));
    }

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void Files_written_by_others_are_read(string name)
    {
        string path = Path.Combine(GoldenArea.Folder, name);
        Dictionary<string, Tensor> want = SafetensorsFile.Read(path);
        IReadOnlyDictionary<string, Tensor> got = Safetensors.Load(path);

        Assert.Equal(want.Keys.Order(), got.Keys.Order());
        foreach ((string key, Tensor tensor) in want)
        {
            Assert.Equal(tensor.Shape, got[key].Shape);
            TestData.AssertSameBits(tensor.Span, got[key].Span, key);
        }
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        byte[] file = [1, 2, 3, .. RawFile.OneTensor("F32", "[1]", 0, 0, 0x80, 0x3F)];
        using var stream = new MemoryStream(file) { Position = 3 };
        Assert.Equal(1f, Safetensors.Load(stream)["x"].Item());
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_refused()
    {
        using var stream = new System.IO.Compression.GZipStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        var exception = Assert.Throws<ArgumentException>(() => Safetensors.Load(stream));
        Assert.StartsWith(
            "Safetensors.Load: expected a stream that can be read and can seek.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing() =>
        Assert.Throws<FileNotFoundException>(() => Safetensors.Load("no such file.safetensors"));

    [Fact]
    public void The_name_of_the_metadata_is_no_name_for_a_tensor()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Safetensors.Save(new MemoryStream(), [KeyValuePair.Create("__metadata__", Tensor.Scalar(1))]));
        Assert.StartsWith(
            "Safetensors: expected each name once, and none '__metadata__', but got '__metadata__'.", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused_and_no_file_is_left()
    {
        using var folder = new TemporaryFolder();
        KeyValuePair<string, Tensor>[] twice = [KeyValuePair.Create("a", Tensor.Scalar(1)), KeyValuePair.Create("a", Tensor.Scalar(2))];
        Assert.Throws<ArgumentException>(() => Safetensors.Save(folder["a.safetensors"], twice));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
