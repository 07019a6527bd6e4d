namespace DeepSharp.Tests.Configuration;

public class NameTableTests
{
    private static readonly NameTable<int> s_table = new("number", ("two", 2), ("one", 1), ("zwei", 2));

    [Fact]
    public void Finds_a_value_by_its_name() => Assert.Equal(2, s_table["zwei"]);

    [Fact]
    public void Lists_the_names_in_order() => Assert.Equal(["one", "two", "zwei"], s_table.Names);

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => s_table["Two"]);
        Assert.StartsWith("Unknown number 'Two'. Did you mean 'two'? Known: one, two, zwei.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looks_up_without_an_error()
    {
        Assert.True(s_table.TryGet("one", out int value));
        Assert.Equal(1, value);
        Assert.False(s_table.TryGet("three", out _));
    }

    [Fact]
    public void Nothing_has_no_name() => Assert.Throws<ArgumentNullException>(() => s_table[null!]);
}
