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
        AssertRefused("Save", () => model.Save(new MemoryStream()));
        AssertRefused("SaveWeights", () => model.SaveWeights(new MemoryStream()));
        AssertRefused("LoadWeights", () => model.LoadWeights(new MemoryStream()));
        AssertRefused("GetWeights", () => model.GetWeights());
        AssertRefused("SetWeights", () => model.SetWeights([]));
        AssertRefused("ResetMetrics", () => model.ResetMetrics());
        AssertRefused("ResetStates", () => model.ResetStates());
        AssertRefused("Trainable", () => model.Trainable = false);

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

    // In the middle of a step, with other data of other shapes: what is refused leaves nothing behind in the running step.
    [Fact]
    public async Task What_is_refused_in_the_middle_of_a_step_leaves_the_step_alone()
    {
        var model = new Waiting();
        model.Compile(new SGD(0.1f), "mse");
        model.Fit(Tensor.Ones([2, 3]), Tensor.Zeros([2, 1]), verbose: Verbosity.Silent);
        using var mayGoOn = new ManualResetEventSlim();
        using var inside = new ManualResetEventSlim();
        (model.Inside, model.MayGoOn) = (inside, mayGoOn);
        Tensor x = Tensor.Full([4, 3], 2f), y = Tensor.Full([4, 1], 3f);
        Task training = Task.Run(() => model.TrainOnBatch(x, y), TestContext.Current.CancellationToken);
        Assert.True(inside.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        Tensor other = Tensor.Full([5, 3], 7f), target = Tensor.Full([5, 1], 7f);
        Assert.Throws<InvalidOperationException>(() => model.TrainOnBatch(other, target));
        Assert.Throws<InvalidOperationException>(() => model.TestOnBatch(other, target));
        Assert.Throws<InvalidOperationException>(() => model.TrainOnBatch((DataGroup)other, target));
        Assert.Throws<InvalidOperationException>(() => model.Evaluate(other, target, verbose: Verbosity.Silent));
        Assert.Throws<InvalidOperationException>(() => model.Fit(other, target, verbose: Verbosity.Silent));
        mayGoOn.Set();
        await training;
        Assert.Equal((2f, 3f), model.Seen);
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
            model.Save(new MemoryStream());

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

    // Between the call and the first batch nobody can come in: the model is the run's from the call on.
    [Fact]
    public async Task A_FitAsync_has_the_model_from_its_call_to_its_end()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        for (int round = 0; round < 50; round++)
        {
            Sequential model = SmallModels.Classifier();
            model.Compile("adam", "sparse_categorical_crossentropy");
            using var mayGoOn = new ManualResetEventSlim();
            var wait = new LambdaCallback(onTrainBegin: () => mayGoOn.Wait(TimeSpan.FromSeconds(60)));
            Task<History> training = model.FitAsync(x, y, callbacks: [wait], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Throws<InvalidOperationException>(() => model.Compile("sgd", "mse"));
            Assert.Throws<InvalidOperationException>(() => model.Layers[0].SetWeights(model.Layers[0].GetWeights()));
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => model.FitAsync(x, y, cancellationToken: TestContext.Current.CancellationToken));
            mayGoOn.Set();
            await training;
            model.Compile("sgd", "mse");
        }
    }

    [Fact]
    public async Task A_FitAsync_that_is_refused_leaves_the_model_free()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("adam", "sparse_categorical_crossentropy");
        await Assert.ThrowsAsync<ArgumentException>(
            () => model.FitAsync(x, y[..4], cancellationToken: TestContext.Current.CancellationToken));
        await Task.Run(() => model.TrainOnBatch(x, y), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_FitAsync_inside_a_callback_is_refused_and_the_training_goes_on()
    {
        Sequential model = SmallModels.Classifier(name: "busy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("adam", "sparse_categorical_crossentropy");
        Task<History>? inner = null;
        var begin = new LambdaCallback(onEpochBegin: _ => inner = model.FitAsync(x, y));
        Assert.Single(model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [begin])["loss"]);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => inner!);
        Assert.Equal(
            "Fit: expected 'busy' to be trained or evaluated by one thread at a time, but a run of it is not over on this one. " +
            "Wait for its end, or use a copy: CloneModel and SetWeights.", exception.Message);
        await Task.Run(() => model.TrainOnBatch(x, y), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_callback_may_save_load_and_read_the_weights()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("adam", "sparse_categorical_crossentropy");
        int inside = 0;
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            using var file = new MemoryStream();
            model.SaveWeights(file);
            file.Position = 0;
            model.LoadWeights(file);
            model.SetWeights(model.GetWeights());
            inside++;
        })]);
        Assert.Equal(1, inside);
    }

    private sealed class Waiting : Model
    {
        private readonly Dense _dense;

        public Waiting() => _dense = AddLayer(new Dense(1));

        public ManualResetEventSlim? Inside { get; set; }

        public ManualResetEventSlim? MayGoOn { get; set; }

        public (float X, float Y) Seen { get; private set; }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);

        protected override void TrainStep(TrainingStep step)
        {
            Inside?.Set();
            MayGoOn?.Wait(TimeSpan.FromSeconds(60));
            Seen = (step.X[0, 0], step.Y[0, 0]);
            base.TrainStep(step);
        }
    }
}
