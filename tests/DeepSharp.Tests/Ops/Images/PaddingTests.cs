namespace DeepSharp.Tests.Ops;

public class PaddingTests
{
    [Theory]
    [InlineData("same")]
    [InlineData("SAME")]
    public void Names_of_Keras_work_in_any_case(string name) => Assert.Equal(Padding.Same, name);

    [Fact]
    public void The_default_is_valid()
    {
        Assert.Equal(Padding.Valid, default);
        Assert.Equal(Padding.Valid, "valid");
        Assert.NotEqual(Padding.Same, Padding.Valid);
    }

    [Fact]
    public void Prints_as_in_code_and_is_named_as_in_Keras()
    {
        Assert.Equal(("Same", "same"), (Padding.Same.ToString(), Padding.Same.Name));
        Assert.Equal(("Valid", "valid"), (Padding.Valid.ToString(), Padding.Valid.Name));
    }

    [Fact]
    public void An_unknown_name_lists_the_known()
    {
        var exception = Assert.Throws<ArgumentException>(() => (Padding)"full");
        Assert.StartsWith("Unknown padding 'full'. Known: causal, same, valid.", exception.Message, StringComparison.Ordinal);
    }

    // What slides over more than one axis refuses it: Conv1DTests.
    [Fact]
    public void Causal_is_known_by_name()
    {
        Assert.Equal(Padding.Causal, "causal");
        Assert.Equal(("Causal", "causal"), (Padding.Causal.ToString(), Padding.Causal.Name));
    }
}
