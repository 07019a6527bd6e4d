using DeepSharp.Callbacks;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

public class LearningRateCallbackTests
{
    [Fact]
    public void A_plateau_lowers_the_rate_of_the_epochs_after_it()
    {
        (History history, string printed) = Fit(new ReduceLROnPlateau("loss", factor: 0.5f, patience: 2, verbose: 1), epochs: 5);
        Assert.Equal(["loss", "mae", "learning_rate"], history.Names);
        Assert.Equal([0.25, 0.25, 0.25, 0.125, 0.125], history["learning_rate"]);
        Assert.Equal(
            "\nEpoch 3: ReduceLROnPlateau reducing learning rate to 0.125.\n\nEpoch 5: ReduceLROnPlateau reducing learning " +
            "rate to 0.0625.\n", printed);
    }

    [Fact]
    public void A_cooldown_counts_no_waiting()
    {
        (History history, _) = Fit(new ReduceLROnPlateau("loss", factor: 0.5f, patience: 1, cooldown: 2), epochs: 6);
        Assert.Equal([0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625], history["learning_rate"]);
    }

    [Fact]
    public void The_rate_does_not_fall_below_the_lowest()
    {
        (History history, _) = Fit(new ReduceLROnPlateau("loss", factor: 0.1f, patience: 1, minLearningRate: 0.125f), epochs: 4);
        Assert.Equal([0.25, 0.25, 0.125, 0.125], history["learning_rate"]);
    }

    [Fact]
    public void A_factor_that_lowers_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1f));

    [Fact]
    public void A_scheduler_sets_the_rate_before_each_epoch()
    {
        (History history, string printed) = Fit(
            new LearningRateScheduler((epoch, rate) => epoch == 0 ? rate : rate / 2, verbose: 1), epochs: 2);
        Assert.Equal([0.25, 0.125], history["learning_rate"]);
        Assert.Equal(
            "\nEpoch 1: LearningRateScheduler setting learning rate to 0.25.\n\nEpoch 2: LearningRateScheduler setting " +
            "learning rate to 0.125.\n",
            printed);
    }

    // Gradients of 0: the loss stays.
    private static (History History, string Printed) Fit(Callback callback, int epochs)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.25f), "mse", ["mae"]);
        var output = new StringWriter { NewLine = "\n" };
        callback.Output = output;
        History history = model.Fit(
            Tensor.Zeros([1, 1]), Tensor.Ones([1, 1]), epochs: epochs, verbose: Verbosity.Silent, callbacks: [callback]);
        return (history, output.ToString());
    }
}
