using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Configuration;

public class ConfigReaderTests
{
    [Fact]
    public void Missing_and_null_keys_take_the_default()
    {
        ConfigReader reader = Read("""{"b": null}""");
        Assert.Equal(3, reader.Int("a", 3));
        Assert.Equal(3, reader.Int("b", 3));
        Assert.Null(reader.OptionalInt("b"));
        Assert.Null(reader.OptionalFloat("a"));
        Assert.True(reader.Bool("a", true));
        Assert.Equal("x", reader.String("b", "x"));
        Assert.Null(reader.OptionalList("a"));
        Assert.Null(reader.OptionalShape("a"));
    }

    [Fact]
    public void A_missing_key_without_a_default_is_an_error() =>
        Assert.Equal(
            "Dense: the config lacks 'units', which has no default.",
            Assert.Throws<FormatException>(() => Read("{}").Int("units")).Message);

    [Fact]
    public void Numbers_are_read_in_any_spelling()
    {
        ConfigReader reader = Read("""{"a": 3.0, "b": 2, "c": 12345678901, "d": "inf"}""");
        Assert.Equal(3, reader.Int("a"));
        Assert.Equal(2f, reader.Float("b"));
        Assert.Equal(12345678901L, reader.OptionalLong("c"));
        Assert.Throws<FormatException>(() => reader.Float("d"));
    }

    [Fact]
    public void Numbers_of_a_config_made_in_memory_are_read_too()
    {
        var reader = new ConfigReader(new JsonObject { ["a"] = 1.5, ["b"] = 1.5f, ["c"] = 2, ["d"] = 7L }, "Dense");
        Assert.Equal((1.5f, 1.5f, 2f, 7L), (reader.Float("a"), reader.Float("b"), reader.Float("c"), reader.OptionalLong("d")));
    }

    [Theory]
    [InlineData("1.5", "a whole number")]
    [InlineData("\"4\"", "a whole number")]
    [InlineData("[4]", "a whole number")]
    public void A_value_of_the_wrong_kind_is_an_error(string value, string expected)
    {
        var exception = Assert.Throws<FormatException>(() => Read($$"""{"units": {{value}}}""").Int("units"));
        Assert.Equal($"Dense: expected 'units' to be {expected} but the config says {value}.", exception.Message);
    }

    [Fact]
    public void Words_and_flags_are_checked_for_their_kind()
    {
        ConfigReader reader = Read("""{"a": 1, "b": "x", "c": 1, "d": {}}""");
        Assert.Throws<FormatException>(() => reader.Bool("a", true));
        Assert.Throws<FormatException>(() => reader.Float("b"));
        Assert.Throws<FormatException>(() => reader.String("c"));
        Assert.Throws<FormatException>(() => reader.OptionalList("d"));
    }

    [Fact]
    public void A_size_is_one_number_or_two()
    {
        ConfigReader reader = Read("""{"a": 3, "b": [3, 5], "c": [1, 2, 3]}""");
        Assert.Equal((3, 3), reader.Size2D("a"));
        Assert.Equal((3, 5), reader.Size2D("b"));
        Assert.Equal((2, 2), reader.Size2D("missing", 2));
        Assert.Throws<FormatException>(() => reader.Size2D("c"));
        Assert.Throws<FormatException>(() => reader.Size2D("none"));
    }

    [Fact]
    public void A_shape_may_have_unknown_lengths() =>
        Assert.Equal([Shape.Any, 32, 3], Read("""{"s": [null, 32, 3]}""").OptionalShape("s")!.Value);

    [Fact]
    public void A_shape_of_too_many_lengths_is_an_error() =>
        Assert.Throws<FormatException>(() => Read("""{"s": [1, 2, 3, 4, 5, 6, 7, 8, 9]}""").OptionalShape("s"));

    [Fact]
    public void A_key_that_nobody_asked_for_is_an_error_at_the_end()
    {
        ConfigReader reader = Read("""{"units": 3, "unit": 4, "x": 1}""");
        reader.Int("units");
        reader.Ignore("x");
        var exception = Assert.Throws<FormatException>(reader.End);
        Assert.Equal("Dense: unknown key 'unit' in the config. Known: units, x.", exception.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("0.0")]
    public void A_refused_option_may_be_off(string value)
    {
        ConfigReader reader = Read($$"""{"lora_rank": {{value}}}""");
        reader.Refuse("lora_rank", "missing");
        reader.End();
    }

    [Theory]
    [InlineData("4")]
    [InlineData("true")]
    [InlineData("\"x\"")]
    public void A_refused_option_must_not_be_set(string value)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Read($$"""{"lora_rank": {{value}}}""").Refuse("lora_rank"));
        Assert.Equal($"Dense: the option 'lora_rank' is not supported, but the config sets it to {value}. Remove it.", exception.Message);
    }

    [Fact]
    public void An_option_off_in_a_config_made_in_memory_is_off_too() =>
        new ConfigReader(new JsonObject { ["a"] = 0f, ["b"] = 0, ["c"] = 0L, ["d"] = false }, "Dense").Refuse("a", "b", "c", "d");

    [Fact]
    public void Numbers_are_a_list_or_one()
    {
        ConfigReader reader = Read("""{"axis": [1, -1], "one": 2, "word": "x"}""");
        Assert.Equal([1, -1], reader.OneOrMoreInts("axis", 7));
        Assert.Equal([2], reader.OneOrMoreInts("one", 7));
        Assert.Equal([7], reader.OneOrMoreInts("missing", 7));
        Assert.Throws<FormatException>(() => reader.OneOrMoreInts("word", 7));
    }

    [Fact]
    public void Null_and_missing_can_be_told_apart()
    {
        ConfigReader reader = Read("""{"a": null, "b": 1}""");
        Assert.Equal((true, false, false), (reader.IsNull("a"), reader.IsNull("b"), reader.IsNull("c")));
    }

    [Fact]
    public void A_long_value_is_cut_in_the_message()
    {
        string text = new('x', 300);
        var exception = Assert.Throws<FormatException>(() => Read($$"""{"units": "{{text}}"}""").Int("units"));
        Assert.Equal($"Dense: expected 'units' to be a whole number but the config says \"{text[..199]}....", exception.Message);
    }

    private static ConfigReader Read(string json) => new(JsonNode.Parse(json)!.AsObject(), "Dense");
}
