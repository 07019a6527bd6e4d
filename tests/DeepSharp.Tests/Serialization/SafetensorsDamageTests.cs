using System.Buffers.Binary;
using CsCheck;

namespace DeepSharp.Tests.Serialization;

public class SafetensorsDamageTests
{
    private static readonly byte[] s_one = [0, 0, 0x80, 0x3F];

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}""")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":["0",0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,1,2,3,4,5,6,7,8],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[]],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":7,"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F128","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[[[]]]]]]]],"data_offsets":[0,0]}}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":{"a":"b","a":"c"}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""")]
    [InlineData("""{"__metadata__":"a"}""")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    public void A_header_that_is_none_is_refused(string header) =>
        Assert.Throws<ModelFileException>(() => Load(RawFile.Safetensors(header)));

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""",
        "expected 8 bytes for tensor 'a', F32 (2,), but its data_offsets 0 and 4 give 4.")]
    [InlineData(
        """{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""",
        "expected 8 bytes for tensor 'a', F64 (1,), but its data_offsets 0 and 4 give 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "expected the data_offsets of 'a' in order but got 4 and 0.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""",
        "expected the data_offsets of 'a' to be two places from 0 to 4 but got 8.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""",
        "expected the data_offsets of 'a' to be two places from 0 to 4 but got -4.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "expected the data of 'b' to begin at 4, where that before it ends, but it begins at 0: two tensors share bytes.")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "expected the data of 'a' to begin at 0, where that before it ends, but it begins at 2: bytes belong to no tensor.")]
    [InlineData("{}", "expected 0 bytes of data but the file has 4. It is cut short, or something was added.")]
    public void Ranges_that_do_not_fit_the_data_are_refused(string header, string message)
    {
        var exception = Assert.Throws<ModelFileException>(() => Load(RawFile.Safetensors(header, s_one)));
        Assert.Equal($"stream: {message}", exception.Message);
    }

    [Theory]
    [InlineData("[2147483647,2147483647,2147483647]")]
    [InlineData("[65536,65536,65536,65536]")]
    [InlineData("[2147483647]")]
    [InlineData("[4294967297]")]
    public void A_shape_is_not_believed_before_the_file_is_long_enough(string shape)
    {
        byte[] file = RawFile.OneTensor("F32", shape, s_one);
        AssertAllocatesLittle(() => Assert.Throws<ModelFileException>(() => Load(file)));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(100_000_001UL)]
    [InlineData(99_999_999UL)]
    [InlineData(3UL)]
    public void A_length_of_the_header_is_not_believed_before_the_file_is_long_enough(ulong length)
    {
        byte[] file = RawFile.Safetensors("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        AssertAllocatesLittle(() => Assert.Throws<ModelFileException>(() => Load(file)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_a_header_is_refused(int length) => Assert.Throws<ModelFileException>(() => Load(new byte[length]));

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        byte[] file = RawFile.OneTensor("F32", "[1]", s_one);
        file[RawFile.Find(file, "x"u8)] = 0xFF;
        Assert.Throws<ModelFileException>(() => Load(file));
    }

    [Fact]
    public void Any_file_that_is_cut_or_changed_is_read_or_refused()
    {
        using var whole = new MemoryStream();
        Safetensors.Save(
            whole, [KeyValuePair.Create("a", Tensor.Zeros([2, 3])), KeyValuePair.Create("b/c", Tensor.Ones([4]))],
            new Dictionary<string, string> { ["k"] = "v" });
        byte[] file = whole.ToArray();

        Gen.Select(Gen.Int[0, file.Length], Gen.Int[0, file.Length - 1].Array[0, 4], Gen.Byte.Array[4]).Sample((length, places, values) =>
        {
            byte[] damaged = [.. file];
            for (int i = 0; i < places.Length; i++) damaged[places[i]] = values[i];
            try
            {
                Load(damaged[..length]);
            }
            catch (ModelFileException)
            {
            }
        }, iter: 5000, threads: 1);
    }

    private static IReadOnlyDictionary<string, Tensor> Load(byte[] file) => Safetensors.Load(new MemoryStream(file));

    private static void AssertAllocatesLittle(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}
