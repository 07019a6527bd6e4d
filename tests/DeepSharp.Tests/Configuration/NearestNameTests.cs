namespace DeepSharp.Tests.Configuration;

public class NearestNameTests
{
    private static readonly string[] s_names = ["relu", "relu6", "selu", "softmax", "softplus", "he_normal", "HeNormal"];

    [Theory]
    [InlineData("rleu", "relu")]
    [InlineData("ReLU", "relu")]
    [InlineData("sofmax", "softmax")]
    [InlineData("henormal", "he_normal")]
    [InlineData("HeNorml", "HeNormal")]
    public void A_name_with_few_letters_wrong_is_recognized(string written, string meant) =>
        Assert.Equal(meant, NearestName.Of(written, s_names));

    [Theory]
    [InlineData("mish")]
    [InlineData("")]
    [InlineData("a_name_like_no_other")]
    public void A_name_that_is_like_none_gets_no_hint(string written)
    {
        Assert.Null(NearestName.Of(written, s_names));
        Assert.Equal("", NearestName.Hint(written, s_names));
    }

    [Fact]
    public void A_name_of_a_million_letters_is_no_work_and_shown_in_short()
    {
        string name = new('x', 1_000_000);
        Assert.Null(NearestName.Of(name, ["relu"]));
        var exception = Assert.Throws<ArgumentException>(() => (Activation)name);
        Assert.True(exception.Message.Length < 2000);
    }

    [Fact]
    public void A_hint_is_the_beginning_of_a_sentence() => Assert.Equal("Did you mean 'relu'? ", NearestName.Hint("rleu", s_names));
}
