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

    [Fact]
    public async Task Batches_train_as_with_Fit_and_can_be_cancelled()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential one = Classifier(), other = Classifier();
        Batch[] batches = [new Batch(x[..12], y[..12]), new Batch(x[12..], y[12..])];
        one.Fit(batches, epochs: 2, verbose: Verbosity.Silent);
        var reports = new Reports();
        CancellationToken token = TestContext.Current.CancellationToken;
        await other.FitAsync(Later(batches).ToBlockingEnumerable(token), epochs: 2, progress: reports, cancellationToken: token);
        TestData.AssertSameBits(SmallModels.WeightsOf(one), SmallModels.WeightsOf(other), "weights");
        Assert.Equal(6, reports.Seen.Count);

        using var stop = new CancellationTokenSource();
        var callback = new LambdaCallback(onTrainBatchEnd: (_, _) => stop.Cancel());
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => other.FitAsync(batches, callbacks: [callback], cancellationToken: stop.Token));
        Assert.Equal(5, other.Optimizer!.Iterations);

        static async IAsyncEnumerable<Batch> Later(Batch[] batches)
        {
            foreach (Batch batch in batches)
            {
                await Task.Yield();
                yield return batch;
            }
        }
    }

    [Fact]
    public async Task Cancelled_during_a_validation_the_training_ends_there()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential model = Classifier();
        using var stop = new CancellationTokenSource();
        var lines = new List<string>();
        var callback = new LambdaCallback(
            onTestBatchBegin: batch => lines.Add($"test {batch}"),
            onTestBatchEnd: (_, _) => stop.Cancel(),
            onEpochEnd: (_, _) => lines.Add("epoch end"),
            onTrainEnd: _ => lines.Add("train end"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => model.FitAsync(
            x, y, batchSize: 4, epochs: 9, validationData: (x, y), callbacks: [callback], cancellationToken: stop.Token));
        Assert.Equal(["test 0", "train end"], lines);
        Assert.Equal(5, model.Optimizer!.Iterations);
    }

    [Fact]
    public async Task Evaluation_and_prediction_have_such_a_form_too()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential model = Classifier();
        CancellationToken token = TestContext.Current.CancellationToken;
        Logs logs = await model.EvaluateAsync(x, y, batchSize: 4, cancellationToken: token);
        Assert.Equal(model.Evaluate(x, y, batchSize: 4, verbose: Verbosity.Silent).ToDictionary(), logs.ToDictionary());
        Assert.Equal(model.Predict(x).ToArray(), (await model.PredictAsync(x, cancellationToken: token)).ToArray());

        using var stop = new CancellationTokenSource();
        var callback = new LambdaCallback(onTestBatchEnd: (_, _) => stop.Cancel(), onPredictBatchEnd: _ => stop.Cancel());
        Task<Logs> evaluation = model.EvaluateAsync(x, y, batchSize: 4, callbacks: [callback], cancellationToken: stop.Token);
        var exception = await Assert.ThrowsAsync<OperationCanceledException>(() => evaluation);
        Assert.True(evaluation.IsCanceled);
        Assert.Equal("EvaluateAsync: the run was cancelled. The model is as it was.", exception.Message);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => model.PredictAsync(x, batchSize: 4, callbacks: [callback], cancellationToken: stop.Token));
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
