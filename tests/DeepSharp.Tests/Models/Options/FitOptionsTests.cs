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

    // Losses of single samples: 0, 1 | 4, 9 | 16, and again.
    [Fact]
    public void Steps_go_on_in_the_data_which_begins_anew_after_a_short_epoch()
    {
        History history = Fit(5, epochs: 5, batchSize: 1, stepsPerEpoch: 2);
        Assert.Equal([0.5, 6.5, 16, 0.5, 6.5], history["loss"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([2, 2, 1, 2, 2], history.Steps);
        Assert.Equal(2, history.StepsPerEpoch);
    }

    // As in Keras 3: 10 batches of one sample.
    [Fact]
    public void Four_steps_of_ten_batches_are_epochs_of_4_4_2_4_and_4_and_a_warning()
    {
        History history = Fit(10, epochs: 5, batchSize: 1, stepsPerEpoch: 4);
        Assert.Equal([4, 4, 2, 4, 4], history.Steps);
        Assert.Equal(
            ["Fit: the data ran out after 2 of 4 steps of epoch 3. The next epoch begins it again. " +
                "Give a stepsPerEpoch that divides the 10 batches of the data, or leave it out."],
            history.Warnings);
    }

    [Fact]
    public void Steps_that_divide_the_batches_need_no_warning()
    {
        History history = Fit(6, epochs: 5, batchSize: 1, stepsPerEpoch: 3);
        Assert.Equal([3, 3, 3, 3, 3], history.Steps);
        Assert.Empty(history.Warnings);
    }

    [Fact]
    public void A_pass_after_a_short_epoch_is_shuffled_anew_and_has_every_sample_once()
    {
        var seen = new List<double>();
        Sequential model = Still();
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        model.Fit(
            x, y, batchSize: 1, epochs: 6, verbose: Verbosity.Silent, seed: 1, stepsPerEpoch: 2, callbacks:
            [new LambdaCallback(onTrainBatchBegin: _ => model.ResetMetrics(), onTrainBatchEnd: (_, logs) => seen.Add(logs.Loss))]);
        Assert.Equal([0, 1, 4, 9, 16], seen[..5].Order());
        Assert.Equal([0, 1, 4, 9, 16], seen[5..].Order());
        Assert.NotEqual(seen[..5], seen[5..]);
    }

    // Without a batch size: 10 samples in 4 steps are 3, 3, 3 and 1.
    [Fact]
    public void Steps_without_a_batch_size_cut_the_whole_data_into_as_many()
    {
        Assert.Equal([4, 4], Fit(10, epochs: 2, stepsPerEpoch: 4).Steps);
        Assert.Equal(28.5, Fit(10, epochs: 2, stepsPerEpoch: 4)["loss"][1], 1e-4);
        Assert.Equal([5], Fit(10, epochs: 1, stepsPerEpoch: 6).Steps);
    }

    [Fact]
    public void Steps_without_a_batch_size_cut_the_validation_the_evaluation_and_the_prediction_too()
    {
        Assert.Equal(28.5, Fit(10, epochs: 1, validationSteps: 4)["val_loss"][0], 1e-4);
        (Tensor x, Tensor y) = SmallModels.Numbers(100);
        var batches = new List<int>();
        var watch = new LambdaCallback(onTestBatchEnd: (batch, _) => batches.Add(batch), onPredictBatchEnd: batches.Add);
        Assert.Equal(3283.5, Still().Evaluate(x, y, verbose: Verbosity.Silent, steps: 2, callbacks: [watch]).Loss, 0.1);
        Assert.Equal(100, SmallModels.Factor().Predict(x, steps: 3, callbacks: [watch]).Size);
        Assert.Equal([0, 1, 0, 1, 2], batches);
    }

    [Fact]
    public void A_validation_with_fewer_batches_than_asked_for_is_told_once()
    {
        History history = Fit(4, epochs: 3, validationBatchSize: 2, validationSteps: 5);
        Assert.Equal(
            ["Fit, validation: the data ran out after 2 of 5 steps. Ask for at most 2, or leave the number of steps out."],
            history.Warnings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_evaluation_and_a_prediction_tell_too_that_the_data_ran_out(bool predicts)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        TextWriter before = Console.Error;
        using var written = new StringWriter { NewLine = "\n" };
        Console.SetError(written);
        try
        {
            if (predicts) SmallModels.Factor().Predict(x, batchSize: 2, steps: 9);
            else Still().Evaluate(x, y, batchSize: 2, steps: 9, verbose: Verbosity.Silent);
        }
        finally
        {
            Console.SetError(before);
        }

        string method = predicts ? "Predict" : "Evaluate";
        Assert.Equal(
            $"{method}: the data ran out after 3 of 9 steps. Ask for at most 3, or leave the number of steps out.\n", written.ToString());
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

    private static Sequential Still()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse");
        return model;
    }

    private static History Fit(
        int samples, int epochs, int? batchSize = null, int initialEpoch = 0, int? stepsPerEpoch = null,
        ValidationFrequency? validationFreq = null,
        int? validationSteps = null,
        int? validationBatchSize = null, Callback? callback = null)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(samples);
        return Still().Fit(
            x, y, batchSize, epochs, Verbosity.Silent, shuffle: false, initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch,
            validationData: (x, y), validationFreq: validationFreq, validationSteps: validationSteps,
            validationBatchSize: validationBatchSize, callbacks: callback is null ? null : [callback]);
    }
}
