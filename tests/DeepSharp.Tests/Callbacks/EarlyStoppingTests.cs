using DeepSharp.Callbacks;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

public class EarlyStoppingTests
{
    [Fact]
    public void Ends_after_as_many_epochs_without_a_better_value()
    {
        (Model model, History history, string printed) = Runs.Fit(
            new EarlyStopping("loss", patience: 2, verbose: 1, restoreBestWeights: true), 3, 2, 2, 4, 1);
        Assert.Equal([0, 1, 2, 3], history.Epochs);
        Assert.Equal(2f, model.Weights[0].Value.Item());
        Assert.Equal("Epoch 4: early stopping\nRestoring model weights from the end of the best epoch: 2.\n", printed);
    }

    [Fact]
    public void The_best_weights_are_back_also_when_all_epochs_ran()
    {
        (Model model, History history, _) = Runs.Fit(new EarlyStopping("loss", patience: 9, restoreBestWeights: true), 3, 1, 2);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(1f, model.Weights[0].Value.Item());
    }

    // 3, NaN, 2, 4: the best weights are those of the third epoch, and NaN is an epoch of waiting.
    [Fact]
    public void A_value_that_is_no_number_is_never_the_best()
    {
        var first = new EarlyStopping("nan_or_w", patience: 2, mode: "min", restoreBestWeights: true);
        (Model model, History history) = Runs.FitReporting(first, float.NaN, 3, 2, 4);
        Assert.Equal((2f, 2.0, 2, 4), (model.Weights[0].Value.Item(), first.Best!.Value, first.BestEpoch, history.Epochs.Count));

        var second = new EarlyStopping("nan_or_w", patience: 2, mode: "max", restoreBestWeights: true);
        (model, history) = Runs.FitReporting(second, 3, float.NaN, float.NaN, 4);
        Assert.Equal((3f, 3.0, 0, 3), (model.Weights[0].Value.Item(), second.Best!.Value, second.BestEpoch, history.Epochs.Count));
    }

    [Fact]
    public void Where_no_epoch_has_a_number_no_weights_are_restored()
    {
        var stop = new EarlyStopping("nan_or_w", patience: 1, mode: "min", restoreBestWeights: true);
        (Model model, History history) = Runs.FitReporting(stop, float.NaN, float.NaN, 1);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Null(stop.Best);
        Assert.True(float.IsNaN(model.Weights[0].Value.Item()));
    }

    [Fact]
    public void Without_restoring_the_last_weights_stay()
    {
        (Model model, _, string printed) = Runs.Fit(new EarlyStopping("loss"), 1, 2, 3);
        Assert.Equal(2f, model.Weights[0].Value.Item());
        Assert.Empty(printed);
    }

    [Fact]
    public void A_smaller_improvement_than_asked_for_is_none() =>
        Assert.Equal(3, Runs.Fit(new EarlyStopping("loss", minDelta: 1f, patience: 2), 2, 1.9f, 1.8f, 0).History.Epochs.Count);

    [Fact]
    public void A_baseline_has_to_be_beaten_for_the_waiting_to_begin_anew()
    {
        Assert.Equal(4, Runs.Fit(new EarlyStopping("loss", patience: 2), 3, 2, 2, 1).History.Epochs.Count);
        Assert.Equal(3, Runs.Fit(new EarlyStopping("loss", patience: 2, baseline: 0.5f), 3, 2, 2, 1).History.Epochs.Count);
    }

    [Fact]
    public void Epochs_before_the_first_one_do_not_count() =>
        Assert.Equal(4, Runs.Fit(new EarlyStopping("loss", startFromEpoch: 2), 1, 2, 3, 4, 5).History.Epochs.Count);

    [Fact]
    public void The_mode_says_which_way_is_better() =>
        Assert.Equal(3, Runs.Fit(new EarlyStopping("loss", mode: "max"), 1, 2, 2, 3).History.Epochs.Count);

    [Fact]
    public void A_validation_that_there_will_not_be_is_an_error_before_training()
    {
        var exception = Assert.Throws<ArgumentException>(() => Runs.Fit(new EarlyStopping(), 1, 2));
        Assert.Equal(
            "EarlyStopping: no value named 'val_loss'. Available: loss, mae. " +
            "Pass validationData or validationSplit to Fit.", exception.Message);
    }

    [Fact]
    public void An_unknown_value_is_an_error_that_lists_what_there_is()
    {
        var exception = Assert.Throws<ArgumentException>(() => Runs.Fit(new EarlyStopping("los"), 1, 2));
        Assert.Equal("EarlyStopping: no value named 'los'. Available: loss, mae.", exception.Message);
    }

    [Fact]
    public void Epochs_without_a_validation_are_passed_over()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        History history = model.Fit(
            x, y, epochs: 6, verbose: Verbosity.Silent, validationData: (x, y), validationFreq: 2,
            callbacks: [new EarlyStopping(patience: 1)]);
        Assert.Equal(4, history.Epochs.Count);
    }

    [Fact]
    public void An_option_out_of_range_or_an_unknown_mode_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1));
        Assert.StartsWith(
            "Unknown mode 'up'. Known: auto, min, max.", Assert.Throws<ArgumentException>(() => new EarlyStopping(mode: "up")).Message,
            StringComparison.Ordinal);
    }
}
