using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Evaluating and training in a callback: what the run around it adds up, and its end, stay its own.</summary>
public class NestedPassTests
{
    // Predicts its input, targets of 0: the losses of the batches are 1, 4, 9, 16, their mean is 7.5. That of the other data is 10² = 100.
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4], [4, 1]);
    private static readonly Tensor s_y = Tensor.Zeros([4, 1]);
    private static readonly Tensor s_other = Tensor.Full([1, 1], 10);
    private static readonly Tensor s_zero = Tensor.Zeros([1, 1]);

    [Theory]
    [InlineData("Evaluate")]
    [InlineData("TestOnBatch")]
    [InlineData("TrainOnBatch")]
    [InlineData("Fit")]
    public void In_the_middle_of_an_epoch_leaves_its_means_alone(string method)
    {
        Sequential model = Still();
        var seen = new List<double>();
        History history = Fit(model, onTrainBatchEnd: (_, _) => seen.Add(Call(model, method)["loss"]));
        Assert.Equal([100, 100, 100, 100], seen);
        Assert.Equal((7.5, 2.5), (history["loss"][0], history["mae"][0]));
    }

    [Fact]
    public void Is_seen_by_the_callbacks_that_come_after_it_as_if_it_had_not_been()
    {
        Sequential model = Still();
        var seen = new List<double>();
        model.Fit(s_x, s_y, batchSize: 1, shuffle: false, verbose: Verbosity.Silent, callbacks:
        [
            new LambdaCallback(onTrainBatchEnd: (_, _) => model.TrainOnBatch(s_other, s_zero)),
            new LambdaCallback(onTrainBatchEnd: (_, logs) => seen.Add(logs.Loss)),
        ]);
        Assert.Equal([1, 2.5, 14.0 / 3, 7.5], seen);
    }

    [Fact]
    public void In_the_middle_of_a_validation_leaves_its_means_alone()
    {
        Sequential model = Still();
        History history = model.Fit(
            s_x, s_y, batchSize: 1, verbose: Verbosity.Silent, validationData: (s_x, s_y),
            callbacks: [new LambdaCallback(onTestBatchEnd: (_, _) => model.TestOnBatch(s_other, s_zero))]);
        Assert.Equal((7.5, 7.5, 2.5), (history["loss"][0], history["val_loss"][0], history["val_mae"][0]));
    }

    [Fact]
    public void In_the_middle_of_an_evaluation_leaves_its_means_alone()
    {
        Sequential model = Still();
        var inner = new LambdaCallback(onTestBatchEnd: (_, _) => model.TestOnBatch(s_other, s_zero));
        var outer = new LambdaCallback(
            onTestBatchEnd: (_, _) => model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent, callbacks: [inner]));
        Assert.Equal(7.5, model.Evaluate(s_x, s_y, batchSize: 1, verbose: Verbosity.Silent, callbacks: [outer]).Loss);
    }

    [Fact]
    public void Leaves_the_means_alone_when_it_fails()
    {
        Sequential model = Still();
        var fails = new LambdaCallback(onTestBatchEnd: (_, _) => throw new TimeoutException());
        History history = Fit(model, onTrainBatchEnd: (_, _) => Assert.Throws<TimeoutException>(
            () => model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent, callbacks: [fails])));
        Assert.Equal(7.5, history["loss"][0]);
    }

    [Fact]
    public void Leaves_values_of_the_steps_own_alone()
    {
        var model = new Reporting();
        model.Compile(new SGD(0), "mse");
        History history = Fit(model, onTrainBatchEnd: (_, _) => model.TestOnBatch(s_other, s_zero));
        Assert.Equal((7.5, 2.5, 4), (history["loss"][0], history["input"][0], history["largest"][0]));
        Assert.Equal([10, 10], [model.TestOnBatch(s_other, s_zero)["input"], model.TestOnBatch(s_other, s_zero)["largest"]]);
    }

    [Fact]
    public void A_Fit_leaves_the_outer_one_its_history_and_its_end()
    {
        Sequential model = Still();
        History? inner = null, during = null;
        var stops = new LambdaCallback(onTrainBatchEnd: (_, _) => model.StopTraining = true);
        History outer = model.Fit(s_x, s_y, batchSize: 1, epochs: 3, verbose: Verbosity.Silent, callbacks:
        [
            new LambdaCallback(onEpochEnd: (epoch, _) => model.StopTraining = epoch == 1),
            new LambdaCallback(onEpochEnd: (_, _) =>
            {
                inner = model.Fit(s_x, s_y, batchSize: 1, epochs: 2, verbose: Verbosity.Silent, callbacks: [stops]);
                during = model.History;
            }),
        ]);
        Assert.Equal([0, 1], outer.Epochs);
        Assert.Equal([0], inner!.Epochs);
        Assert.Same(outer, during);
        Assert.Same(outer, model.History);
        Assert.True(model.StopTraining);
    }

    [Fact]
    public void A_Fit_that_fails_leaves_the_outer_one_its_history_too()
    {
        Sequential model = Still();
        History outer = Fit(model, onTrainBatchEnd: (_, _) => Assert.Throws<TimeoutException>(() => model.Fit(
            s_other, s_zero, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onEpochBegin: _ => throw new TimeoutException())])));
        Assert.Same(outer, model.History);
        Assert.Single(outer["loss"]);
    }

    [Fact]
    public void A_metric_that_does_not_say_what_its_state_is_is_named_before_anything_changes()
    {
        Sequential model = Still(new Silent());
        History history = Fit(model, onTrainBatchEnd: (batch, _) =>
        {
            if (batch != 2) return;
            Assert.Equal(
                "Metric silent: expected Silent to override KeepState, since an evaluation in the middle of an epoch has to give back " +
                "what the metric has added up. Override it with state.Keep(ref field) for each field that Update changes, or evaluate " +
                "in OnEpochEnd.",
                Assert.Throws<NotSupportedException>(() => model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent)).Message);
        });
        Assert.Equal((7.5, 4), (history["loss"][0], history["silent"][0]));
    }

    [Fact]
    public void After_an_epoch_such_a_metric_may_be_evaluated()
    {
        Sequential model = Still(new Silent());
        double seen = 0;
        History history = Fit(
            model, onEpochEnd: (_, _) => seen = model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent)["silent"], epochs: 2);
        Assert.Equal(1, seen);
        Assert.Equal([4.0, 4.0], history["silent"]);
    }

    [Fact]
    public void A_step_inside_a_step_is_refused()
    {
        var model = new Reporting { Inside = true };
        model.Compile(new SGD(0), "mse");
        var exception = Assert.Throws<InvalidOperationException>(() => model.TrainOnBatch(s_other, s_zero));
        Assert.StartsWith(
            $"TrainingStep: expected a step of '{model.Name}' to end before the next one begins", exception.Message,
            StringComparison.Ordinal);
        model.Inside = false;
        Assert.Equal(100, model.TrainOnBatch(s_other, s_zero).Loss);
    }

    [Fact]
    public void A_steady_test_in_the_middle_of_an_epoch_allocates_nothing()
    {
        Sequential model = Still(Metric.MeanSquaredError(), "accuracy");
        long least = long.MaxValue, before = 0;
        Fit(
            model,
            onTrainBatchBegin: _ => before = GC.GetAllocatedBytesForCurrentThread(),
            onTrainBatchEnd: (_, _) =>
            {
                model.TestOnBatch(s_other, s_zero);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            },
            epochs: 20);
        Assert.Equal(0, least);
    }

    [Fact]
    public void A_callback_may_be_given_to_an_evaluation_inside_its_Fit()
    {
        Sequential model = Still();
        var watcher = new Watcher();
        model.Fit(s_x, s_y, batchSize: 1, epochs: 2, verbose: Verbosity.Silent, callbacks: [watcher]);
        Assert.Equal(["2 of 4", "1 of 1", "2 of 4", "2 of 4", "1 of 1", "2 of 4"], watcher.Seen);
    }

    [Fact]
    public void A_callback_in_two_Fits_at_once_is_refused_and_in_one_after_the_other_not()
    {
        Sequential first = Still(), second = Still();
        var stopping = new EarlyStopping("loss", patience: 5);
        var nested = new LambdaCallback(onEpochEnd: (_, _) => Assert.Equal(
            "Fit: expected callbacks that take part in one Fit at a time, but EarlyStopping is in one of 'factor' that is not over and " +
            "would mix what it keeps of both. Make two.",
            Assert.Throws<InvalidOperationException>(
                () => second.Fit(s_x, s_y, verbose: Verbosity.Silent, callbacks: [stopping])).Message));
        first.Fit(s_x, s_y, verbose: Verbosity.Silent, callbacks: [stopping, nested]);
        second.Fit(s_x, s_y, verbose: Verbosity.Silent, callbacks: [stopping]);
        Assert.Same(second, stopping.Model);
    }

    private static Logs Call(Sequential model, string method) => method switch
    {
        "Evaluate" => model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent),
        "TestOnBatch" => model.TestOnBatch(s_other, s_zero),
        "TrainOnBatch" => model.TrainOnBatch(s_other, s_zero),
        _ => new Logs { ["loss"] = model.Fit(s_other, s_zero, verbose: Verbosity.Silent)["loss"][0] },
    };

    private static History Fit(
        Model model, Action<int, Logs>? onTrainBatchEnd = null, Action<int, Logs>? onEpochEnd = null, Action<int>? onTrainBatchBegin = null,
        int epochs = 1) => model.Fit(
            s_x, s_y, batchSize: 1, epochs: epochs, shuffle: false, verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(
                onTrainBatchBegin: onTrainBatchBegin, onTrainBatchEnd: onTrainBatchEnd, onEpochEnd: onEpochEnd)]);

    private static Sequential Still(params Metric[] metrics)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0), "mse", metrics is [] ? ["mae"] : metrics);
        model.Build([Shape.Any, 1]);
        return model;
    }

    // Counts batches, and tells nobody where.
    private sealed class Silent() : Metric("silent")
    {
        private int _count;

        public override double Result => _count;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => _count++;

        public override void Reset() => _count = 0;
    }

    private sealed class Reporting : Model
    {
        private readonly Dense _dense;
        private readonly Largest _largest;

        public Reporting()
        {
            _dense = AddLayer(new Dense(1, useBias: false, kernelInitializer: "ones"));
            _largest = AddMetric(new Largest());
        }

        public bool Inside { get; set; }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);

        protected override void ComputeMetrics(TrainingStep step, ReadOnlySpan<Tensor> outputs)
        {
            base.ComputeMetrics(step, outputs);
            step.Report("input", step.X.Item());
            _largest.Update(step.Y, outputs[0]);
            if (Inside) TrainOnBatch(s_other, s_zero);
        }
    }

    private sealed class Largest() : Metric("largest")
    {
        private readonly List<float> _values = [];

        public override double Result => _values.Max();

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null) => _values.Add(prediction.Max().Item());

        public override void Reset() => _values.Clear();

        protected override void KeepState(MetricState state) => state.Keep(_values);
    }

    // Evaluates with itself, and notes the parameters it has before, in and after that.
    private sealed class Watcher : Callback
    {
        public List<string> Seen { get; } = [];

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            Note();
            Model.Evaluate(s_other, s_zero, verbose: Verbosity.Silent, callbacks: [this]);
            Note();
        }

        public override void OnTestEnd(Logs logs) => Note();

        private void Note() => Seen.Add($"{Params.Epochs} of {Params.Steps}");
    }
}
