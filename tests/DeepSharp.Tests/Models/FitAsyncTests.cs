using DeepSharp.Callbacks;

namespace DeepSharp.Tests.Models;

public class FitAsyncTests
{
    [Fact]
    public async Task Trains_as_Fit_does_and_reports_every_batch_and_epoch()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential one = Classifier(), other = Classifier();
        var reports = new Reports();
        History want = one.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false, validationSplit: 0.2f);
        History got = await other.FitAsync(
            x, y, batchSize: 8, epochs: 2, shuffle: false, validationSplit: 0.2f, progress: reports,
            cancellationToken: TestContext.Current.CancellationToken);

        TestData.AssertSameBits(SmallModels.WeightsOf(one), SmallModels.WeightsOf(other), "weights");
        Assert.Equal(want["val_loss"], got["val_loss"]);
        Assert.Equal(["0: 1/2", "0: 2/2", "0: 2/2 end", "1: 1/2", "1: 2/2", "1: 2/2 end"], reports.Seen.Select(
            report => $"{report.Epoch}: {report.Batch}/{report.Batches}{(report.IsEpochEnd ? " end" : "")}"));
        Assert.Equal(got["val_loss"][1], reports.Seen[^1].Logs["val_loss"]);
    }

    [Fact]
    public async Task A_cancelled_training_ends_between_batches_and_leaves_a_model_that_trains_on()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential model = Classifier(), reference = Classifier();
        using var stop = new CancellationTokenSource();
        bool hasEnded = false;
        var callback = new LambdaCallback(
            onTrainBatchEnd: (batch, _) =>
            {
                if (batch == 1) stop.Cancel();
            },
            onTrainEnd: _ => hasEnded = true);

        Task<History> training =
            model.FitAsync(x, y, batchSize: 4, epochs: 10, shuffle: false, callbacks: [callback], cancellationToken: stop.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => training);

        Assert.True(training.IsCanceled);
        Assert.True(hasEnded);
        Assert.Equal(2, model.Optimizer!.Iterations);
        reference.Fit(x[..8], y[..8], batchSize: 4, verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(SmallModels.WeightsOf(reference), SmallModels.WeightsOf(model), "weights");
        foreach (Sequential each in new[] { model, reference }) each.Fit(x, y, verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(SmallModels.WeightsOf(reference), SmallModels.WeightsOf(model), "weights after more training");
    }

    private static Sequential Classifier()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    // Not Progress<T>, which reports later and on other threads.
    private sealed class Reports : IProgress<FitProgress>
    {
        public List<FitProgress> Seen { get; } = [];

        public void Report(FitProgress value) => Seen.Add(value);
    }
}
