using DeepSharp.Callbacks;

namespace DeepSharp.Tests.Models;

public class FitOptionsTests
{
    [Fact]
    public void Epochs_count_from_the_initial_one()
    {
        History history = Fit(4, epochs: 5, initialEpoch: 3);
        Assert.Equal([3, 4], history.Epochs);
    }

    [Fact]
    public void Steps_go_on_in_the_data_until_it_runs_out()
    {
        // Losses of single samples: 0, 1 | 4, 9 | 16.
        History history = Fit(5, epochs: 9, batchSize: 1, stepsPerEpoch: 2);
        Assert.Equal([0.5, 6.5, 16], history["loss"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(2, history.StepsPerEpoch);
    }

    [Fact]
    public void A_validation_every_other_epoch_takes_as_many_batches_as_asked()
    {
        History history = Fit(4, epochs: 4, validationFreq: 2, validationSteps: 1, validationBatchSize: 2);
        Assert.Equal(4, history["loss"].Count);
        Assert.Equal([0.5, 0.5], history["val_loss"], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_validation_may_follow_the_epochs_of_a_list()
    {
        var epochs = new List<int>();
        var watch = new LambdaCallback(onEpochEnd: (epoch, logs) =>
        {
            if (logs.ContainsKey("val_loss")) epochs.Add(epoch);
        });
        Fit(4, epochs: 6, validationFreq: [1, 2, 5, 9], callback: watch);
        Assert.Equal([0, 1, 4], epochs);
        epochs.Clear();
        Fit(4, epochs: 6, initialEpoch: 3, validationFreq: 2, callback: watch);
        Assert.Equal([3, 5], epochs);
        epochs.Clear();
        Fit(4, epochs: 3, validationFreq: new[] { 2 }, callback: watch);
        Assert.Equal([1], epochs);
    }

    [Fact]
    public void Epochs_of_a_validation_that_make_no_sense_are_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(4, 1, validationFreq: [2, 0]));
        Assert.StartsWith("Fit: expected epochs from 1 on in validationFreq but got 0.", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(4, 1, validationFreq: []));
        Assert.StartsWith("Fit: expected a validationFreq of at least one epoch but got 0.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, null, null, 1, "Fit: expected an initialEpoch of 0 or more but got -1.")]
    [InlineData(0, 0, null, 1, "Fit: expected 1 or more stepsPerEpoch, or null for all but got 0.")]
    [InlineData(0, null, 0, 1, "Fit: expected 1 or more validationSteps, or null for all but got 0.")]
    [InlineData(0, null, null, 0, "Fit: expected a validationFreq of 1 or more epochs but got 0.")]
    public void Options_out_of_range_are_refused(int initialEpoch, int? steps, int? validationSteps, int validationFreq, string message)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => Fit(
                4, 1, initialEpoch: initialEpoch, stepsPerEpoch: steps, validationSteps: validationSteps, validationFreq: validationFreq));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static History Fit(
        int samples, int epochs, int? batchSize = null, int initialEpoch = 0, int? stepsPerEpoch = null,
        ValidationFrequency? validationFreq = null,
        int? validationSteps = null,
        int? validationBatchSize = null, Callback? callback = null)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(samples);
        return model.Fit(
            x, y, batchSize, epochs, Verbosity.Silent, shuffle: false, initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch,
            validationData: (x, y), validationFreq: validationFreq, validationSteps: validationSteps,
            validationBatchSize: validationBatchSize, callbacks: callback is null ? null : [callback]);
    }
}
