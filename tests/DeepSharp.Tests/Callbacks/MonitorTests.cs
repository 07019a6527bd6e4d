using DeepSharp.Callbacks;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

/// <summary>One rule says for all callbacks which way a value gets better.</summary>
public class MonitorTests
{
    // Values 1, 2, 3: better each time, or worse after the first.
    [Theory]
    [InlineData("acceleration_loss", null, false)]
    [InlineData("acceleration_loss", true, true)]
    [InlineData("accuracy_of_mine", false, false)]
    [InlineData("distance", true, true)]
    public void The_metric_says_which_way_is_better_and_else_a_loss_is_better_smaller(string name, bool? says, bool isUp)
    {
        var stop = new EarlyStopping(name);
        Assert.Equal(isUp ? 3 : 2, Fit(stop, new Runs.Given(name, says)).Epochs.Count);
        var plateau = new ReduceLROnPlateau(name, factor: 0.5, patience: 1);
        Assert.Equal(isUp ? [0.25, 0.25, 0.25] : [0.25, 0.25, 0.125], Fit(plateau, new Runs.Given(name, says))["learning_rate"]);
    }

    [Fact]
    public void A_value_of_the_validation_gets_better_as_that_of_the_training()
    {
        var plateau = new ReduceLROnPlateau("val_accuracy_of_mine", factor: 0.5, patience: 1);
        Assert.Equal([0.25, 0.25, 0.125], Fit(plateau, new Runs.Given("accuracy_of_mine", false))["learning_rate"]);
    }

    [Theory]
    [InlineData("accurate")]
    [InlineData("distance")]
    public void A_metric_that_does_not_say_is_refused_before_the_first_step_unless_the_mode_does(string name)
    {
        foreach (Callback callback in new Callback[] { new EarlyStopping(name), new ReduceLROnPlateau(name) })
        {
            Sequential model = Compiled(new Runs.Given(name));
            Assert.Equal(
                $"{callback.GetType().Name}: expected to know whether larger values of '{name}' are better, but its metric does not say. " +
                "Pass mode: \"max\" or \"min\".",
                Assert.Throws<ArgumentException>(() => Fit(model, callback)).Message);
            Assert.Equal(0, model.Optimizer!.Iterations);
        }

        Assert.Equal(3, Fit(new EarlyStopping(name, mode: "max"), new Runs.Given(name)).Epochs.Count);
    }

    // The outputs, and so the values, are known from the first batch on.
    [Fact]
    public void A_model_that_the_first_batch_builds_is_refused_before_its_first_step_too()
    {
        Sequential model = Compiled(new Runs.Given("distance"));
        Batch[] batches = [new Batch(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]))];
        Assert.Throws<ArgumentException>(
            () => model.Fit(batches, verbose: Verbosity.Silent, callbacks: [new ReduceLROnPlateau("distance")]));
        Assert.Throws<ArgumentException>(() => model.Fit(batches, verbose: Verbosity.Silent, callbacks: [new EarlyStopping("los")]));
        Assert.Equal(0, model.Optimizer!.Iterations);
    }

    [Fact]
    public void A_value_that_is_no_number_lowers_the_rate_as_one_that_is_no_better()
    {
        var metric = new Runs.Given("distance", false);
        float[] values = [float.NaN, 3, float.NaN, 2, 2];
        History history = Fit(new ReduceLROnPlateau("distance", factor: 0.5, patience: 1), metric, values);
        Assert.Equal([0.25, 0.125, 0.125, 0.0625, 0.0625], history["learning_rate"]);
    }

    [Fact]
    public void A_smallest_improvement_that_is_no_number_is_refused() => Assert.StartsWith(
        "EarlyStopping: expected minDelta to be a finite number but got NaN.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping("loss", minDelta: double.NaN)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rate_that_a_schedule_says_is_refused_before_the_first_step(bool isPlateau)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(new ExponentialDecay(0.1, 10, 0.9)), "mse");
        Callback callback = isPlateau ? new ReduceLROnPlateau("loss") : new LearningRateScheduler((_, rate) => rate);
        Assert.Equal(
            $"{callback.GetType().Name}: expected an optimizer with a constant learning rate to set, but SGD was made with a " +
            "ExponentialDecay. Make it with a number, or leave the callback out.",
            Assert.Throws<InvalidOperationException>(() => Fit(model, callback)).Message);
        Assert.Equal(0, model.Optimizer!.Iterations);
    }

    private static Sequential Compiled(Metric metric)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.25), "mse", [metric]);
        return model;
    }

    private static History Fit(Callback callback, Runs.Given metric, params float[] values)
    {
        float[] script = values.Length > 0 ? values : [1, 2, 3];
        var set = new LambdaCallback(onEpochBegin: epoch => metric.Value = script[epoch]);
        return Fit(Compiled(metric), set, callback, script.Length);
    }

    private static History Fit(Model model, Callback callback) => Fit(model, new LambdaCallback(), callback, 3);

    private static History Fit(Model model, Callback first, Callback second, int epochs) => model.Fit(
        Tensor.Zeros([1, 1]), Tensor.Ones([1, 1]), epochs: epochs, verbose: Verbosity.Silent, callbacks: [first, second],
        validationData: (Tensor.Zeros([1, 1]), Tensor.Ones([1, 1])));
}
