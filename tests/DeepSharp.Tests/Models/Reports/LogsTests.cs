using DeepSharp.Callbacks;
namespace DeepSharp.Tests.Models;

public class LogsTests
{
    private static Logs Two() => new() { ["accuracy"] = 0.35241, ["loss"] = 1.759 };

    [Fact]
    public void Reads_as_a_dictionary_in_order()
    {
        Logs logs = Two();
        Assert.Equal(["accuracy", "loss"], logs.Keys);
        Assert.Equal([0.35241, 1.759], logs.Values);
        Assert.Equal((2, 1.759, true, false), (logs.Count, logs.Loss, logs.ContainsKey("loss"), logs.TryGetValue("mae", out _)));
    }

    [Fact]
    public void Prints_as_a_line() => Assert.Equal("accuracy: 0.3524 - loss: 1.7590", Two().ToString());

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var exception = Assert.Throws<KeyNotFoundException>(() => Two()["acc"]);
        Assert.Equal("Logs: no value named 'acc'. Available: accuracy, loss.", exception.Message);
    }

    [Fact]
    public void A_copy_stays_when_the_logs_are_used_again()
    {
        Logs logs = Two();
        Dictionary<string, double> copy = logs.ToDictionary();
        logs["loss"] = 1;
        Assert.Equal(1.759, copy["loss"]);
    }

    [Theory]
    [InlineData(0.1234567, "0.1235")]
    [InlineData(12.5, "12.5000")]
    [InlineData(-2, "-2.0000")]
    [InlineData(0.001f, "0.0010")] // held as a float, a little more than 0.001
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.00012345, "1.2345e-04")]
    [InlineData(1e-10, "1.0000e-10")]
    [InlineData(0, "0.0000e+00")]
    [InlineData(double.NaN, "NaN")]
    public void Values_have_four_decimals_or_an_exponent(double value, string text) => Assert.Equal(text, Logs.Format(value));

    [Fact]
    public void A_loss_and_one_metric_can_be_taken_apart()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse", metrics: ["mae"]);
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        (double loss, double error) = model.Evaluate(x, y, verbose: Verbosity.Silent);
        Assert.Equal(5.0 / 3, loss, 1e-6);
        Assert.Equal(1, error, 1e-6);

        model.Compile("sgd", "mse");
        Logs one = model.Evaluate(x, y, verbose: Verbosity.Silent);
        Assert.Equal(
            "Logs: expected 'loss' and one more value to take apart but got 1: loss. Use logs[\"name\"].",
            Assert.Throws<InvalidOperationException>(() => one.Deconstruct(out _, out _)).Message);
    }

    [Fact]
    public void What_callbacks_get_at_the_end_of_an_epoch_may_be_kept()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        List<Logs> kept = [];
        History history = model.Fit(
            x, y, epochs: 3, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochEnd: (_, logs) => kept.Add(logs))]);
        Assert.Equal(history["loss"], kept.Select(logs => logs.Loss));
    }

    [Fact]
    public void An_evaluation_in_the_middle_leaves_what_the_batch_gave()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onTrainBatchEnd: (_, logs) =>
        {
            double loss = logs.Loss;
            model.Evaluate(x * 10f, y, verbose: Verbosity.Silent);
            Assert.Equal(loss, logs.Loss);
        })]);
    }
}
