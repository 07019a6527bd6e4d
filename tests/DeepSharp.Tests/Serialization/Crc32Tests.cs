namespace DeepSharp.Tests.Serialization;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard() => Assert.Equal(0xCBF43926u, Of("123456789"u8));

    [Fact]
    public void Nothing_gives_0() => Assert.Equal(0u, Of([]));

    [Fact]
    public void Every_length_gives_what_bit_by_bit_division_gives()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 37 + i / 7))];
        for (int length = 0; length <= bytes.Length; length++) Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Of(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Parts_give_the_same_as_the_whole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var crc = default(Crc32);
            crc.Add(bytes.AsSpan(0, cut));
            crc.Add(bytes.AsSpan(cut));
            Assert.Equal(Of(bytes), crc.Value);
        }
    }

    private static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc32);
        crc.Add(bytes);
        return crc.Value;
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool isOdd = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = isOdd ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
