using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class HashingTests
{
    // What Keras's documentation shows.
    [Fact]
    public void Examples_of_Keras_come_out()
    {
        DataArray letters = DataArray.From(["A", "B", "C", "D", "E"], [5, 1]);
        Assert.Equal([1, 0, 1, 1, 2], new Hashing(3).Apply(letters).RawValues<long>());
        Assert.Equal([1, 2, 1, 0, 2], new Hashing(3, salt: [133, 137]).Apply(letters).RawValues<long>());
        Assert.Equal([0, 0, 2, 1, 0], new Hashing(3, salt: [133]).Apply(letters).RawValues<long>());
        Assert.Equal([1, 1, 0, 2, 2], new Hashing(3, maskValue: "").Apply(new[] { "A", "B", "", "C", "D" }).RawValues<long>());
    }

    // Test values of the published implementations.
    [Fact]
    public void Hashes_are_the_published_ones()
    {
        Assert.Equal(0x9ae16a3b2f90404fUL, FarmHash.Fingerprint64([]));
        byte[] bytes = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        Assert.Equal(0xa129ca6149be45e5UL, SipHash.Hash(bytes, 0x0706050403020100, 0x0f0e0d0c0b0a0908));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void Every_byte_of_a_string_of_any_length_counts(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        var seen = new HashSet<ulong> { FarmHash.Fingerprint64(bytes) };
        for (int i = 0; i < length; i++)
        {
            bytes[i] ^= 1;
            Assert.True(seen.Add(FarmHash.Fingerprint64(bytes)));
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void Whole_numbers_of_any_size_and_kind_have_the_bin_of_their_digits()
    {
        long[] ids = [0, -5, 16_777_217, 5_000_000_001, long.MinValue];
        var hashing = new Hashing(1_000_003);
        DataArray texts = ids.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(hashing.Apply(texts).RawValues<long>(), hashing.Apply(ids).RawValues<long>());
        Assert.Equal(hashing.Apply([7]).RawValues<long>(), hashing.Apply([7.9]).RawValues<long>());
        Assert.Equal(hashing.Apply([7]).RawValues<long>(), hashing.Apply(Tensor.From([7f])).RawValues<long>());
    }

    [Fact]
    public void Bools_have_the_bin_of_their_words() => Assert.Equal(
        new Hashing(1000).Apply(new[] { "true", "false" }).RawValues<long>(),
        new Hashing(1000).Apply(new[] { true, false }).RawValues<long>());

    [Fact]
    public void A_float_is_the_mask_where_it_is_that_number_before_it_is_cut_off()
    {
        var hashing = new Hashing(1000, maskValue: "0");
        long other = 1 + new Hashing(999).Apply(new[] { 0 }).RawValues<long>()[0];
        Assert.Equal([0, other, other, 0], hashing.Apply(new[] { 0f, 0.5f, -0.5f, -0f }).RawValues<long>());
    }

    [Fact]
    public void One_bin_has_the_mask_and_all_else() =>
        Assert.Equal([0, 0], new Hashing(1, maskValue: "a").Apply(new[] { "a", "b" }).RawValues<long>());

    [Fact]
    public void Its_config_is_that_of_Keras()
    {
        var hashing = new Hashing(9, "", [1, -1], "one_hot", "h");
        Assert.Equal(hashing.ToConfig().ToJsonString(), Layer.FromConfig(System.Text.Json.Nodes.JsonNode.Parse(hashing.ToConfig().ToJsonString())!).ToConfig().ToJsonString());
        Assert.Equal("int64", (string?)new Hashing(9).ToConfig()["config"]!["dtype"]!["config"]!["name"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hashing(0));
        Assert.Throws<ArgumentException>(() => new Hashing(3, outputMode: "tf_idf"));
        Assert.Throws<ArgumentException>(() => new Hashing(3, salt: [1, 2, 3]));
    }

    [Fact]
    public void A_salt_may_be_negative()
    {
        var config = new Hashing(7, salt: [-1, 5]).ToConfig();
        Assert.Contains("\"salt\":[-1,5]", config.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([-1, 5], ((Hashing)Layer.FromConfig(config)).Salt!);
    }

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("-7", "-7")]
    [InlineData("0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("null", null)]
    public void The_mask_of_a_config_is_a_string_or_a_whole_number(string value, string? mask) =>
        Assert.Equal(mask, Assert.IsType<Hashing>(WithMask(value)).MaskValue);

    [Theory]
    [InlineData("0.5")]
    [InlineData("1e300")]
    [InlineData("true")]
    [InlineData("[1, 2]")]
    public void Another_mask_is_refused(string value) => Assert.Contains(
        "expected 'mask_value' to be a string or a whole number", Assert.Throws<FormatException>(() => WithMask(value)).Message,
        StringComparison.Ordinal);

    private static Layer WithMask(string value) => Layer.Create(
        "Hashing", System.Text.Json.Nodes.JsonNode.Parse($$"""{"num_bins": 5, "mask_value": {{value}}}""")!.AsObject());

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(1e19f, "1E+19")]
    public void What_is_no_whole_number_is_refused(float value, string shown) => Assert.Contains(
        $"expected numbers that 64-bit whole numbers can hold but value 1 of the data is {shown}.",
        Assert.ThrowsAny<ArgumentException>(() => new Hashing(3).Apply(DataArray.From([1f, value], [2]))).Message, StringComparison.Ordinal);
}
