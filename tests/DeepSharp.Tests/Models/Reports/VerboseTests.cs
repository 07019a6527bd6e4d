namespace DeepSharp.Tests.Models;

public class VerboseTests
{
    [Fact]
    public void Numbers_and_words_mean_what_they_mean_in_Keras()
    {
        (Verbose Given, Verbosity Meant)[] all =
        [
            (0, Verbosity.Silent), (1, Verbosity.ProgressBar), (2, Verbosity.OneLine), ("auto", Verbosity.Auto),
            (false, Verbosity.Silent), (true, Verbosity.ProgressBar), (Verbosity.OneLine, Verbosity.OneLine),
        ];
        Assert.All(all, pair => Assert.Equal(pair.Meant, pair.Given.Or((Verbosity)99)));
        Assert.All(all, pair => Assert.Equal(pair.Meant.ToString(), pair.Given.ToString()));
        Assert.Equal((Verbosity.Silent, "default"), (default(Verbose).Or(Verbosity.Silent), default(Verbose).ToString()));
    }

    [Theory]
    [InlineData(3, "3")]
    [InlineData(-1, "-1")]
    public void Other_numbers_are_refused_in_words(int number, string shown)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => { Verbose _ = number; }).Message;
        Assert.StartsWith(
            $"verbose: expected 0 (nothing), 1 (a progress bar), 2 (one line an epoch) or \"auto\" but got {shown}.", message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => { Verbose _ = (Verbosity)(number + 10); });
    }

    [Fact]
    public void Other_words_are_too() =>
        Assert.Contains("'loud'", Assert.Throws<ArgumentOutOfRangeException>(() => { Verbose _ = "loud"; }).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_method_takes_a_number_and_callbacks_learn_of_it()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0), "mse");
        var seen = new Seen();
        model.Fit(x, y, verbose: 0, callbacks: [seen]);
        Assert.Equal(Verbosity.Silent, seen.Params.Verbose);
        model.Evaluate(x, y, verbose: 0, callbacks: [seen]);
        Assert.Equal(Verbosity.Silent, seen.Params.Verbose);
        model.Predict(x, verbose: 0, callbacks: [seen]);
        Assert.Equal(Verbosity.Silent, seen.Params.Verbose);

        // Not given: silence where predictions are made.
        model.PredictAll(x, callbacks: [seen]);
        Assert.Equal(Verbosity.Silent, seen.Params.Verbose);
    }

    private sealed class Seen : Callback;
}
