using DeepSharp.Layers;

namespace DeepSharp.Tests.Configuration;

public class GivenNameTests
{
    [Theory]
    [InlineData("a/b", "without a slash, which stands between the parts of a path, but got 'a/b'")]
    [InlineData("a\nb", "without control characters such as line ends but got 'a<U+000A>b'")]
    [InlineData("\0", "without control characters such as line ends but got '<U+0000>'")]
    public void Names_that_no_file_could_hold_are_refused_when_a_layer_is_made(string name, string message)
    {
        var exception = Assert.Throws<ArgumentException>(() => new Dense(1, name: name));
        Assert.StartsWith($"Dense: expected a name {message}.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Input([2], name: name));
        Assert.Throws<ArgumentException>(() => new Sequential([new Dense(1)], name));
    }

    // Attributes are kept as UTF-8, which has no such strings: hence no theory.
    [Fact]
    public void Halves_of_characters_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Dense(1, name: "a\ude00\ud83d"));
        Assert.StartsWith(
            "Dense: expected a name of whole characters, no halves of surrogate pairs, but got 'a<U+DE00><U+D83D>'.", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_names_are_refused_and_not_shown_in_full()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Dense(1, name: new string('n', 1_000_000)));
        Assert.StartsWith(
            $"Dense: expected a name of at most 1,024 letters but got '{new string('n', 64)}...'.", exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ä \ud83d\ude00 layer")]
    [InlineData("")]
    [InlineData("a\\b:c*d?e\"f<g>h|")]
    public void Any_other_name_comes_back_from_a_file(string name)
    {
        var model = new Sequential([new Dense(1, name: name, inputShape: [2])], name);
        Model copy = Model.FromJson(model.ToJson());
        Assert.Equal((name, name), (copy.Name, copy.Layers[0].Name));
    }

    [Fact]
    public void Names_of_losses_metrics_optimizers_outputs_and_weights_may_have_slashes_but_are_texts()
    {
        const string Half = "a\ud83d";
        Assert.Throws<ArgumentException>(() => new SGD(name: Half));
        Assert.Throws<ArgumentException>(() => SymbolicGroup.Named((Half, new Input([2]))));
        Assert.Throws<ArgumentException>(() => new Weighted(Half).Build([Shape.Any, 2]));
        new Weighted("cell/kernel").Build([Shape.Any, 2]);
    }

    private sealed class Weighted(string weight) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => AddWeight(weight, [2], Initializer.Zeros);

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
