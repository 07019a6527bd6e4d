using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class ModelStepsTests
{
    [Fact]
    public void An_overridden_loss_and_metrics_count_in_training_and_evaluation()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        var model = new Overriding();
        model.Compile(new SGD(0f), "mse", ["mae"]);
        History history = model.Fit(x, y, batchSize: 2, epochs: 2, verbose: Verbosity.Silent, validationData: (x, y));

        // y = 0, 1, 2: the mean square is 5/3, the overridden loss adds the mean of the outputs, 1; the own metric is the mean error.
        Assert.Equal(["error", "loss", "mae", "val_error", "val_loss", "val_mae"], history.Names);
        Assert.Equal([1.0, 1.0], history["error"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([1.0, 1.0], history["val_error"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(5.0 / 3 + 1, history["val_loss"][1], 1e-5);
        Assert.Equal(["mae", "error"], model.Metrics.Select(metric => metric.Name));
        Assert.Equal(["error", "loss", "mae"], model.MetricsNames);
    }

    [Fact]
    public void Resetting_the_metrics_resets_the_models_own()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        var model = new Overriding();
        model.Compile(new SGD(0f), "mse");
        Assert.Equal(1, model.TestOnBatch(x, y)["error"], 1e-6);
        model.ResetMetrics();
        Assert.Equal(2, model.TestOnBatch(x[2..], y[2..])["error"], 1e-6);
    }

    [Fact]
    public void An_overridden_prediction_is_what_Predict_gives_everywhere()
    {
        (Tensor x, _) = SmallModels.Numbers(40);
        var model = new Overriding();
        float[] want = [.. Enumerable.Range(0, 40).Select(i => i + 100f)];
        Assert.Equal(want, model.Predict(x).ToArray());
        Assert.Equal(want, model.PredictOnBatch(x).ToArray());
        Assert.Equal(want, model.PredictAll(x)[0].ToArray());
        Assert.Equal(want, model.Predict([new Batch(x[..30]), new Batch(x[30..])]).ToArray());
        float[] got = new float[40];
        model.Predict(x.Span, got);
        Assert.Equal(want, got);
    }

    [Fact]
    public void Own_metrics_of_a_taken_name_are_refused()
    {
        var model = new Overriding();
        var exception = Assert.Throws<ArgumentException>(() => Compile(model));
        Assert.StartsWith(
            "Compile: expected metrics of different names, none of them 'loss', but got 'error' more than once. Give one another name.",
            exception.Message, StringComparison.Ordinal);

        static void Compile(Model model)
        {
            model.Compile("sgd", "mse", [Metric.MeanAbsoluteError("error")]);
            model.TestOnBatch(Tensor.Ones([1, 1]), Tensor.Ones([1, 1]));
        }
    }

    [Fact]
    public void Overridden_parts_allocate_nothing()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(8);
        var model = new Overriding();
        model.Compile("adam", "mse");
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
        AllocationAssert.Zero(() => model.TestOnBatch(x, y));
        float[] got = new float[8];
        AllocationAssert.Zero(() => model.Predict(x.Span, got));
    }

    [Fact]
    public void Gradients_can_be_changed_before_they_are_applied()
    {
        // The gradient of (w·x)² with x = 1 and w = 1 is 2, halved: w = 1 - 0.1.
        var model = new Halving();
        model.Compile(new SGD(0.1f), "mse");
        Logs logs = model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Assert.Equal(0.9f, model.Weights[0].Value.Item(), 1e-6f);

        // By x it is 2·w²·x, with the weight before the step.
        Assert.Equal(2, logs["slope"], 1e-6);
        Assert.False(logs.ContainsKey("loss"));
        for (int i = 0; i < 3; i++) model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Assert.Equal(0.9f * 0.9f * 0.9f * 0.9f, model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void Changed_gradients_fit_an_optimizer_that_scales_the_loss()
    {
        var model = new Halving();
        model.Compile(new SGD(0.1f, lossScaleFactor: 1024f), "mse");
        model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Assert.Equal(0.9f, model.Weights[0].Value.Item(), 1e-6f);
    }

    // d(w·x)²/d(w·x) is 2·w·x, with w = x = 1, and the step goes on as if nobody had asked.
    [Fact]
    public void What_a_step_computed_on_the_way_has_a_gradient_too()
    {
        var model = new Watching { AsksForOutput = true };
        model.Compile(new SGD(0.1f), "mse");
        (Tensor x, Tensor y) = (Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Assert.Equal(2, model.TrainOnBatch(x, y)["slope"], 1e-6);
        Assert.Equal(0.8f, model.Weights[0].Value.Item(), 1e-6f);
        model.ResetMetrics();
        Assert.Equal(1.6, model.TrainOnBatch(x, y)["slope"], 1e-6);
    }

    [Fact]
    public void What_a_step_watches_the_next_one_does_not()
    {
        var model = new Watching { Watches = true };
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor y) = (Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Assert.Equal(2, model.TrainOnBatch(x, y)["slope"], 1e-6);
        model.Watches = false;
        model.ResetMetrics();
        Assert.Equal(-1, model.TrainOnBatch(x, y)["slope"], 1e-6);
    }

    [Fact]
    public void A_step_of_evaluation_has_no_gradients()
    {
        var model = new Halving();
        model.Compile(new SGD(0.1f), "mse");
        var exception = Assert.Throws<InvalidOperationException>(() => model.TestOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1])));
        Assert.Equal("Gradient: expected a step of training, but this one evaluates. Call ReportLoss.", exception.Message);
    }

    [Fact]
    public void A_step_with_two_optimizers_allocates_nothing_and_counts_the_penalties_of_each()
    {
        var model = new InParts();
        model.Compile();
        (Tensor x, Tensor y) = (Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]));
        Logs logs = model.TrainOnBatch(x, y);

        // The first weight, 1, has a loss of 1 and a penalty of 0.5: 1 - 0.1·(2 + 1). The second sees 0.7 and has the loss 0.49 alone.
        Assert.Equal(["first", "second"], logs.Keys);
        Assert.Equal(1.5, logs["first"], 1e-6);
        Assert.Equal(0.49, logs["second"], 1e-6);
        Assert.Equal(0.7f, model.Weights[0].Value.Item(), 1e-6f);
        Assert.Equal(1 - 0.1f * 2 * 0.49f, model.Weights[1].Value.Item(), 1e-6f);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
    }

    private sealed class InParts : Model
    {
        private readonly Dense _first;
        private readonly Dense _second;
        private readonly Optimizer _firstOptimizer = new SGD(0.1f);
        private readonly Optimizer _secondOptimizer = new SGD(0.1f);
        private readonly Variable[] _firstWeights;
        private readonly Variable[] _secondWeights;

        public InParts()
            : base("parts", [1])
        {
            _first = AddLayer(Layer("first", Regularizer.L2(0.5f)));
            _second = AddLayer(Layer("second", null));
            Build([Shape.Any, 1]);
            (_firstWeights, _secondWeights) = ([.. _first.Weights], [.. _second.Weights]);
        }

        protected override Tensor Call(Tensor input, bool training) => _second.Apply(_first.Apply(input, training), training);

        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            step.Report("first", step.Minimize(_first.Apply(step.X, training: true).Square().Mean(), _firstOptimizer, _firstWeights));
            step.Report("second", step.Minimize(Apply(step.X, training: true).Square().Mean(), _secondOptimizer, _secondWeights));
        }

        private static Dense Layer(string name, Regularizer? regularizer) =>
            new(1, useBias: false, kernelInitializer: "ones", kernelRegularizer: regularizer, name: name);
    }

    private class Plain : Model
    {
        private readonly Sequential _inner;

        public Plain() : base("plain", [1]) => _inner = AddLayer(SmallModels.Factor());

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply(input, training);
    }

    private sealed class Overriding : Plain
    {
        private readonly Metric _error;

        public Overriding()
        {
            _error = AddMetric(Metric.MeanAbsoluteError("error"));
            Build([Shape.Any, 1]);
        }

        protected override Tensor ComputeLoss(TrainingStep step, ReadOnlySpan<Tensor> outputs) =>
            base.ComputeLoss(step, outputs) + outputs[0].Mean();

        protected override void ComputeMetrics(TrainingStep step, ReadOnlySpan<Tensor> outputs)
        {
            ArgumentNullException.ThrowIfNull(step);
            base.ComputeMetrics(step, outputs);
            _error.Update(step.Y, outputs[0]);
        }

        protected override void PredictStep(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs)
        {
            base.PredictStep(inputs, outputs);
            outputs[0] += 100f;
        }
    }

    private sealed class Watching : Plain
    {
        private readonly Tensor _input = Tensor.Ones([1, 1]);

        public bool Watches { get; set; }

        public bool AsksForOutput { get; init; }

        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            if (Watches) step.Watch(_input);
            Tensor output = Apply(_input, training: true), loss = step.ComputeLoss(output);
            step.Report("slope", step.Gradient(loss, AsksForOutput ? output : _input)[0]?.Item() ?? -1);
            step.Minimize(loss);
        }
    }

    private sealed class Halving : Plain
    {
        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            step.Watch(step.X);
            Tensor loss = step.ComputeLoss(step.Apply());
            step.Report("slope", step.Gradient(loss, step.X)[0]!.Item());
            Tensor[] gradients = [.. step.Gradient(Optimizer!.ScaleLoss(loss), TrainableWeights).Select(gradient => 0.5f * gradient!)];
            Optimizer.Apply(TrainableWeights, gradients);
        }

        protected override void TestStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            step.Gradient(step.ComputeLoss(step.Apply()), TrainableWeights);
        }
    }
}
