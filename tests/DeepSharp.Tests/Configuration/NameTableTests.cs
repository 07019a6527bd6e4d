using DeepSharp.Layers;

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

    // The conversion from the string fails before the method that takes it is called.
    [Fact]
    public void A_string_that_is_null_says_what_it_was_to_name()
    {
        string? none = null;
        AssertKind("an activation", () => new Dense(4, activation: none!));
        AssertKind("an initializer", () => new Dense(4, kernelInitializer: none!));
        AssertKind("a regularizer", () => new Dense(4, kernelRegularizer: none!));
        AssertKind("a constraint", () => new Dense(4, kernelConstraint: none!));
        AssertKind("a padding", () => new Conv2D(4, 3, padding: none!));
        AssertKind("a data format", () => new Flatten(dataFormat: none!));
        AssertKind("a dtype", () => new Input([1], dtype: none!));
        var model = new Sequential(new Dense(1));
        AssertKind("an optimizer", () => model.Compile(none!, "mse"));
        AssertKind("a loss", () => model.Compile("sgd", none!));
        AssertKind("a metric", () => model.Compile("sgd", "mse", ["mae", none!]));

        static void AssertKind(string kind, Action make) => Assert.StartsWith(
            $"Expected the name of {kind} but got a string that is null. For the default leave the argument out.",
            Assert.Throws<ArgumentNullException>(make).Message, StringComparison.Ordinal);
    }
}
