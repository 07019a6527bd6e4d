using System.Buffers.Binary;

namespace DeepSharp.Tests.Serialization;

public class SafetensorsTypeTests
{
    // More than fit the buffer of 64 KB at once, and no whole number of buffers.
    private const int Many = 70_001;

    [Fact]
    public void Half_precision_is_read_exactly()
    {
        Half[] values = [(Half)1.5f, Half.NegativeInfinity, Half.Epsilon, Half.MaxValue, (Half)(-0f)];
        Assert.Equal(
            values.Select(value => (float)value),
            Read("F16", 2, values, (bytes, value) => BinaryPrimitives.WriteHalfLittleEndian(bytes, value)));
        Assert.True(
            float.IsNaN(Assert.Single(Read("F16", 2, [Half.NaN], (bytes, value) => BinaryPrimitives.WriteHalfLittleEndian(bytes, value)))));
    }

    [Fact]
    public void Bfloat16_is_the_upper_half_of_a_float()
    {
        short[] halves = [0x3FC0, unchecked((short)0xFF80), 0x0001, unchecked((short)0x8000)];
        Assert.Equal(
            [1.5f, float.NegativeInfinity, BitConverter.Int32BitsToSingle(0x10000), -0f],
            Read("BF16", 2, halves, BinaryPrimitives.WriteInt16LittleEndian));
    }

    [Fact]
    public void Double_precision_is_rounded_to_the_nearest_float() => Assert.Equal(
        [0.1f, 16777216f, float.PositiveInfinity, 0f],
        Read("F64", 8, [0.1, 16777217.0, 1e300, 1e-300], BinaryPrimitives.WriteDoubleLittleEndian));

    [Fact]
    public void Whole_numbers_that_floats_hold_are_read()
    {
        Assert.Equal(
            [0, -1, 1 << 24, 1 << 30, int.MinValue],
            Read("I32", 4, [0, -1, 1 << 24, 1 << 30, int.MinValue], BinaryPrimitives.WriteInt32LittleEndian));
        Assert.Equal([-3, 1L << 62, long.MinValue], Read("I64", 8, [-3, 1L << 62, long.MinValue], BinaryPrimitives.WriteInt64LittleEndian));
    }

    [Theory]
    [InlineData((1 << 24) + 1)]
    [InlineData(int.MaxValue)]
    public void Whole_numbers_of_32_bits_that_floats_do_not_hold_are_refused(int value)
    {
        var exception = Assert.Throws<ModelFileException>(() => Read("I32", 4, [1, value], BinaryPrimitives.WriteInt32LittleEndian));
        Assert.Equal("stream: value 1 of 'x', I32 (2,), cannot be held by a 32-bit float exactly.", exception.Message);
    }

    [Theory]
    [InlineData((1L << 24) + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue + 1)]
    public void Whole_numbers_of_64_bits_that_floats_do_not_hold_are_refused(long value) =>
        Assert.Throws<ModelFileException>(() => Read("I64", 8, [value], BinaryPrimitives.WriteInt64LittleEndian));

    [Fact]
    public void Bytes_are_read_from_0_to_255()
    {
        byte[] values = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(values.Select(value => (float)value), Load(RawFile.OneTensor("U8", "[256]", values)));
    }

    [Fact]
    public void Booleans_are_0_and_1() => Assert.Equal([0, 1, 1], Load(RawFile.OneTensor("BOOL", "[3]", 0, 1, 1)));

    [Fact]
    public void A_boolean_of_2_is_refused()
    {
        var exception = Assert.Throws<ModelFileException>(() => Load(RawFile.OneTensor("BOOL", "[3]", 0, 2, 1)));
        Assert.StartsWith("stream: value 1 of 'x', BOOL (3,)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_tensors_are_read_in_parts()
    {
        double[] values = [.. Enumerable.Range(0, Many).Select(i => (double)i)];
        Assert.Equal(values.Select(value => (float)value), Read("F64", 8, values, BinaryPrimitives.WriteDoubleLittleEndian));
        byte[] bytes = [.. Enumerable.Range(0, Many).Select(i => (byte)i)];
        Assert.Equal(bytes.Select(value => (float)value), Load(RawFile.OneTensor("U8", $"[{Many}]", bytes)));
    }

    private static float[] Read<T>(string type, int size, T[] values, Write<T> write)
    {
        byte[] data = new byte[size * values.Length];
        for (int i = 0; i < values.Length; i++) write(data.AsSpan(size * i), values[i]);
        return Load(RawFile.OneTensor(type, $"[{values.Length}]", data));
    }

    private static float[] Load(byte[] file) => Safetensors.Load(new MemoryStream(file))["x"].ToArray();

    private delegate void Write<T>(Span<byte> bytes, T value);
}
