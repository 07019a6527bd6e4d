namespace DeepSharp.Tests.Models;

public class CallbackTests
{
    [Fact]
    public void Are_called_in_order()
    {
        var diary = new Diary();
        Fit([diary], epochs: 2, samples: 3);
        Assert.Equal(
            [
                "train begin",
                "epoch 0 begin", "batch 0 begin", "batch 0 end: loss, mae", "batch 1 begin", "batch 1 end: loss, mae",
                "epoch 0 end: loss, mae",
                "epoch 1 begin", "batch 0 begin", "batch 0 end: loss, mae", "batch 1 begin", "batch 1 end: loss, mae",
                "epoch 1 end: loss, mae",
                "train end: loss, mae",
            ],
            diary.Lines);
    }

    [Fact]
    public void Several_are_called_one_after_the_other()
    {
        var lines = new List<string>();
        Fit([new Diary(lines, "a "), new Diary(lines, "b ")], epochs: 0, samples: 2);
        Assert.Equal(["a train begin", "b train begin", "a train end: ", "b train end: "], lines);
    }

    [Fact]
    public void See_the_validation_at_the_end_of_an_epoch()
    {
        var diary = new Diary();
        Fit([diary], epochs: 1, samples: 4, validationSplit: 0.5f);
        Assert.Equal("epoch 0 end: loss, mae, val_loss, val_mae", diary.Lines[^2]);
    }

    [Fact]
    public void See_the_validation_as_an_evaluation()
    {
        var diary = new Diary { SeesTests = true };
        Fit([diary], epochs: 1, samples: 4, validationSplit: 0.5f);
        Assert.Equal(
            [
                "train begin", "epoch 0 begin", "batch 0 begin", "batch 0 end: loss, mae",
                "test begin", "test 0 begin", "test 0 end: loss, mae", "test end: loss, mae",
                "epoch 0 end: loss, mae, val_loss, val_mae", "train end: loss, mae, val_loss, val_mae",
            ],
            diary.Lines);
    }

    [Fact]
    public void Know_what_the_run_was_asked_for()
    {
        Sequential model = Still();
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        var diary = new Diary();
        model.Fit(x, y, batchSize: 2, epochs: 3, verbose: Verbosity.Silent, callbacks: [diary]);
        Assert.Equal(new CallbackParams(3, 3, Verbosity.Silent), diary.Params);
        model.Fit([new Batch(x, y)], epochs: 2, verbose: Verbosity.Silent, callbacks: [diary]);
        Assert.Equal(new CallbackParams(2, null, Verbosity.Silent), diary.Params);
        model.Evaluate(x, y, batchSize: 2, steps: 2, verbose: Verbosity.Silent, callbacks: [diary]);
        Assert.Equal(new CallbackParams(1, 2, Verbosity.Silent), diary.Params);
        var other = new Diary();
        SmallModels.Factor().Predict(x, batchSize: 2, callbacks: [other]);
        Assert.Equal((new CallbackParams(1, 3, Verbosity.Silent), "factor"), (other.Params, other.Model.Name));
    }

    [Fact]
    public void Find_the_history_at_the_model()
    {
        Sequential model = Still();
        Assert.Null(model.History);
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        var counts = new List<int>();
        History history = model.Fit(
            x, y, epochs: 3, verbose: Verbosity.Silent,
            callbacks: [new Steering { AfterEpoch = (trained, _) => counts.Add(trained.History!.Epochs.Count) }]);
        Assert.Same(history, model.History);
        Assert.Equal([0, 1, 2], counts);
    }

    [Fact]
    public void Nothing_more_is_called_when_an_exception_ends_the_training()
    {
        var diary = new Diary();
        var failing = new Steering { AfterBatch = (_, _, _) => throw new NotSupportedException() };
        Assert.Throws<NotSupportedException>(() => Fit([diary, failing], epochs: 2, samples: 4));
        Assert.Equal(["train begin", "epoch 0 begin", "batch 0 begin", "batch 0 end: loss, mae"], diary.Lines);
    }

    [Fact]
    public void Hooks_of_evaluation_allocate_nothing_a_batch()
    {
        Sequential model = Still();
        (Tensor x, Tensor y) = SmallModels.Numbers(400);
        model.Evaluate(x, y, batchSize: 2, verbose: Verbosity.Silent);
        Assert.Equal(Bytes(100), Bytes(200));

        long Bytes(int steps)
        {
            long least = long.MaxValue;
            for (int i = 0; i < 20; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                model.Evaluate(x, y, batchSize: 2, steps: steps, verbose: Verbosity.Silent, callbacks: [new Steering()]);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
    }

    [Fact]
    public void A_batch_reports_the_means_so_far()
    {
        // Losses of the samples: 0, 1 and 4.
        var losses = new List<double>();
        Fit([new Steering { AfterBatch = (_, _, logs) => losses.Add(logs.Loss) }], epochs: 1, samples: 3);
        Assert.Equal([0.5, 5.0 / 3], losses, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Stopping_after_an_epoch_ends_the_training()
    {
        History history = Fit([new Steering { AfterEpoch = (model, epoch) => model.StopTraining = epoch == 1 }], epochs: 5, samples: 3);
        Assert.Equal([0, 1], history.Epochs);
        Assert.Equal(5, history.PlannedEpochs);
    }

    [Fact]
    public void Stopping_after_a_batch_ends_the_epoch_too()
    {
        var diary = new Diary();
        var stop = new Steering { AfterBatch = (model, batch, _) => model.StopTraining = batch == 0 };
        History history = Fit([stop, diary], epochs: 5, samples: 9);
        Assert.Equal(
            ["train begin", "epoch 0 begin", "batch 0 begin", "batch 0 end: loss, mae", "epoch 0 end: loss, mae", "train end: loss, mae"],
            diary.Lines);
        Assert.Equal([0], history.Epochs);
    }

    [Fact]
    public void The_next_fit_begins_anew_after_a_stop()
    {
        Sequential model = Still();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        model.StopTraining = true;
        Assert.Equal(2, model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent).Epochs.Count);
    }

    [Fact]
    public void A_change_of_the_learning_rate_counts_in_the_next_step()
    {
        // The gradient of (w·x - y)² with x = 1, y = 0 is 2·w: w = 1, then 1 - 0.2, then unchanged.
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.1f), "mse");
        var stop = new Steering { AfterEpoch = (trained, _) => trained.Optimizer!.LearningRate = 0 };
        model.Fit(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), epochs: 3, verbose: Verbosity.Silent, callbacks: [stop]);
        Assert.Equal(0.8f, model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void May_evaluate_and_predict_between_epochs()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        double loss = 0;
        History history = Fit(
            [
                new Steering
                {
                    AfterEpoch = (model, _) =>
                    {
                        loss = model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;
                        model.Predict(x);
                    },
                },
            ],
            epochs: 2, samples: 3);
        Assert.Equal(history["loss"][1], loss, 1e-6);
    }

    [Fact]
    public void Without_a_model_a_callback_says_so()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Diary().Model);
        Assert.Equal("Diary: expected a model, but the callback was not given to Fit. Pass it in callbacks.", exception.Message);
        exception = Assert.Throws<InvalidOperationException>(() => new Diary().Params);
        Assert.Equal(
            "Diary: expected the parameters of a run, but the callback was not given to Fit. Pass it in callbacks.", exception.Message);
    }

    private static Sequential Still()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", ["mae"]);
        return model;
    }

    private static History Fit(Callback[] callbacks, int epochs, int samples, float validationSplit = 0f)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(samples);
        return Still().Fit(
            x, y, batchSize: 2, epochs: epochs, verbose: Verbosity.Silent, callbacks: callbacks,
            validationSplit: validationSplit, shuffle: false);
    }

    private sealed class Diary(List<string> lines, string prefix = "") : Callback
    {
        public Diary() : this([])
        {
        }

        public List<string> Lines => lines;

        public bool SeesTests { get; init; }

        public override void OnTestBegin() => AddTest("begin");

        public override void OnTestEnd(Logs logs) => AddTest($"end: {string.Join(", ", logs.Keys)}");

        public override void OnTestBatchBegin(int batch) => AddTest($"{batch} begin");

        public override void OnTestBatchEnd(int batch, Logs logs) => AddTest($"{batch} end: {string.Join(", ", logs.Keys)}");

        public override void OnTrainBegin() => lines.Add($"{prefix}train begin");

        public override void OnTrainEnd(Logs logs) => lines.Add($"{prefix}train end: {string.Join(", ", logs.Keys)}");

        public override void OnEpochBegin(int epoch) => lines.Add($"{prefix}epoch {epoch} begin");

        public override void OnEpochEnd(int epoch, Logs logs) => lines.Add($"{prefix}epoch {epoch} end: {string.Join(", ", logs.Keys)}");

        public override void OnTrainBatchBegin(int batch) => lines.Add($"{prefix}batch {batch} begin");

        public override void OnTrainBatchEnd(int batch, Logs logs) =>
            lines.Add($"{prefix}batch {batch} end: {string.Join(", ", logs.Keys)}");

        private void AddTest(string what)
        {
            if (SeesTests) lines.Add($"{prefix}test {what}");
        }
    }

    private sealed class Steering : Callback
    {
        public Action<Model, int, Logs>? AfterBatch { get; init; }

        public Action<Model, int>? AfterEpoch { get; init; }

        public override void OnTrainBatchEnd(int batch, Logs logs) => AfterBatch?.Invoke(Model, batch, logs);

        public override void OnEpochEnd(int epoch, Logs logs) => AfterEpoch?.Invoke(Model, epoch);
    }
}
