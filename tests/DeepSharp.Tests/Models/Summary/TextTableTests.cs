namespace DeepSharp.Tests.Models;

public class TextTableTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("ab cd", 5, "ab cd")]
    [InlineData("ab cde", 5, "ab|cde")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("toolong ab", 5, "tool…")]
    [InlineData("ab toolong", 5, "ab|tool…")]
    [InlineData("   └ ab cd", 8, "   └ ab|cd")]
    [InlineData("batch_normalization (BatchNormalization)", 36, "batch_normalization|(BatchNormalization)")]
    public void Text_wraps_at_spaces_and_long_words_are_cut(string text, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', TextTable.Wrap(text, width)));
}
