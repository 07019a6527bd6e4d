using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>A model is trained and evaluated by one thread at a time; who comes in between is told so, and the training goes on.</summary>
public class TrainingOwnerTests
{
    [Fact]
    public async Task What_another_thread_would_disturb_is_refused_while_Fit_runs()
    {
        Sequential model = SmallModels.Classifier(name: "shared");
        (Tensor x, Tensor y) = SmallModels.Points(32);
        model.Compile("adam", "sparse_categorical_crossentropy");
        using var inEpoch = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var wait = new LambdaCallback(onEpochBegin: _ =>
        {
            inEpoch.Set();
            mayGoOn.Wait(TimeSpan.FromSeconds(60));
        });
        Task<History> training = model.FitAsync(x, y, callbacks: [wait], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(inEpoch.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        AssertRefused("Fit", () => model.Fit(x, y, verbose: Verbosity.Silent));
        AssertRefused("TrainOnBatch", () => model.TrainOnBatch(x, y));
        AssertRefused("TestOnBatch", () => model.TestOnBatch(x, y));
        AssertRefused("Evaluate", () => model.Evaluate(x, y, verbose: Verbosity.Silent));
        AssertRefused("Compile", () => model.Compile("sgd", "mse"));
        AssertRefused("Add", () => model.Add(new Dense(2)));
        AssertRefused("Pop", () => model.Pop());
        Assert.Equal([32, 3], model.Predict(x).Shape);

        mayGoOn.Set();
        Assert.Single((await training)["loss"]);
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Equal(2, model.Layers.Count);

        static void AssertRefused(string method, Action action) => Assert.Equal(
            $"{method}: expected 'shared' to be trained or evaluated by one thread at a time, but Fit runs on another. " +
            "Wait for it (await FitAsync), or use a copy: CloneModel and SetWeights.",
            Assert.Throws<InvalidOperationException>(action).Message);
    }

    [Fact]
    public void On_its_own_thread_a_training_may_be_interrupted_by_others()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("adam", "sparse_categorical_crossentropy");
        int inside = 0;
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochBegin: _ =>
        {
            model.Evaluate(x, y, verbose: Verbosity.Silent);
            model.TrainOnBatch(x, y);
            inside++;
        })]);
        Assert.Equal(1, inside);
    }

    [Fact]
    public async Task After_a_training_that_failed_any_thread_may_train()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("adam", "sparse_categorical_crossentropy");
        var fails = new LambdaCallback(onEpochBegin: _ => throw new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(
            () => model.FitAsync(x, y, callbacks: [fails], cancellationToken: TestContext.Current.CancellationToken));
        model.Fit(x, y, verbose: Verbosity.Silent);
        await Task.Run(() => model.TrainOnBatch(x, y), TestContext.Current.CancellationToken);
    }
}
