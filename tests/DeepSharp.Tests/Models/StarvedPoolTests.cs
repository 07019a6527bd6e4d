using DeepSharp.Callbacks;

namespace DeepSharp.Tests.Models;

/// <summary>All threads of the pool are busy and stay so: what was begun there can be cancelled all the same.</summary>
public class StarvedPoolTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    [Fact]
    public void FitAsync_trains_and_is_cancelled_without_a_thread_of_the_pool()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        using var stop = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        bool hasEnded = false;
        var watch = new LambdaCallback(onTrainBatchEnd: (_, _) => begun.Set(), onTrainEnd: _ => hasEnded = true);
        StarvedPool.Run(() =>
        {
            Task<History> training = model.FitAsync(x, y, epochs: int.MaxValue, callbacks: [watch], cancellationToken: stop.Token);
            Assert.True(begun.Wait(s_long), "Training did not begin.");
            stop.Cancel();
            Assert.True(((IAsyncResult)training).AsyncWaitHandle.WaitOne(s_long), "Training did not end.");
            Assert.True(training.IsCanceled);
            Task<Logs> evaluation = model.EvaluateAsync(x, y);
            Assert.True(evaluation.Wait(s_long), "Evaluation did not end.");
        });
        Assert.True(hasEnded);
        model.Fit(x, y, verbose: Verbosity.Silent);
    }

    [Fact]
    public void A_PredictAsync_that_waits_for_a_thread_is_cancelled_by_who_cancels_it()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor _) = SmallModels.Points(8);
        using var stop = new CancellationTokenSource();
        StarvedPool.Run(() =>
        {
            Task<Tensor> prediction = model.PredictAsync(x, cancellationToken: stop.Token);
            Assert.False(prediction.IsCompleted);
            stop.Cancel();
            Assert.True(prediction.IsCanceled);
        });
        Assert.Equal([8, 3], model.Predict(x).Shape);
    }

    // What was cancelled while it waited does not begin later.
    [Fact]
    public async Task A_PredictAsync_that_was_cancelled_asks_for_nothing_later()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor _) = SmallModels.Points(8);
        using var stop = new CancellationTokenSource();
        int begun = 0;
        Task<Tensor>? prediction = null;
        StarvedPool.Run(() =>
        {
            prediction = model.PredictAsync(x, callbacks: [new LambdaCallback(onPredictBegin: () => begun++)], cancellationToken: stop.Token);
            stop.Cancel();
        });
        var exception = await Assert.ThrowsAsync<OperationCanceledException>(() => prediction!);
        Assert.Equal("PredictAsync: it was cancelled before it began. The model is as it was.", exception.Message);
        await model.PredictAsync(x, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, begun);
    }
}
