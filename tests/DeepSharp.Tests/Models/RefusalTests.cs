using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

// Mistakes are named in words that say what exists, and nothing has changed: weights, moving averages, optimizer, means of metrics.
public class RefusalTests
{
    [Theory]
    [InlineData("x shape", "Sequential 'net': expected inputs of shape (None, 4) but got (None, 5).")]
    [InlineData("x count", "Fit: expected data for 1 input (features) of 'net' in x but got 2.")]
    [InlineData("x name", "Fit, x: no input named 'feature'. There is: features.")]
    [InlineData("x type", "Fit: expected x in order, since the inputs of 'own' have no names, but got names: feature.")]
    [InlineData("y missing", "Fit: expected targets y for the output 'head', which has a loss or metrics, but got none.")]
    [InlineData("y name", "Fit, y: no output named 'tail'. There is: head.")]
    [InlineData("y count", "Fit: x has 8 samples but y has 7 (shapes (8, 4) and (7, 3)). Give one target for each input.")]
    [InlineData(
        "y shape",
        "Loss mean_squared_error: expected targets of the shape of the predictions, (4, 3), but got (4, 2). " +
        "Reshape the targets, or give the model as many outputs.")]
    [InlineData(
        "metric",
        "Metric sparse_categorical_accuracy: expected one label for each prediction, shape (8,), for predictions of shape (8, 3) " +
        "but got (8, 3). One-hot targets go with categorical_crossentropy.")]
    [InlineData("weights count", "Fit: x has 8 samples but sampleWeight has 3 (shapes (8, 4) and (3,)). Give one weight for each sample.")]
    [InlineData("weights name", "Fit, sampleWeight: no output named 'tail'. There is: head.")]
    [InlineData(
        "weights shape",
        "Loss mean_squared_error: expected one weight for each sample, shape (4,), but got (4, 2). Reshape the weights.")]
    [InlineData(
        "classes",
        "Fit: expected labels, which are whole numbers, or one-hot rows for classWeight, but sample 0 of y, of shape (8, 3, 1), has the " +
        "row [0, 0, 0]. Use sampleWeight, which takes a weight for each sample.")]
    [InlineData(
        "validation y",
        "Loss mean_squared_error: expected targets of the shape of the predictions, (4, 3), but got (4, 1). " +
        "Reshape the targets, or give the model as many outputs.")]
    [InlineData("validation twice", "Fit: expected validationData or validationBatches but got both. Leave one out.")]
    [InlineData("validation of nothing", "Fit, validationBatches: expected at least one batch but got none. Give some, or leave it out.")]
    [InlineData("validation weights", "Fit: expected validationData beside validationSampleWeight but got none.")]
    [InlineData("monitor", "EarlyStopping: no value named 'val_mea'. Available: loss, mae, val_loss, val_mae.")]
    [InlineData(
        "monitor of no validation",
        "ReduceLROnPlateau: no value named 'val_loss'. Available: loss, mae. Pass validationData or validationSplit to Fit.")]
    [InlineData("callback", "Fit: expected a callback in every place of callbacks but number 1 is null. (Parameter 'callbacks')")]
    [InlineData(
        "on batch",
        "Loss mean_squared_error: expected targets of the shape of the predictions, (8, 3), but got (8, 2). " +
        "Reshape the targets, or give the model as many outputs.")]
    [InlineData("test on batch", "TestOnBatch: expected targets y for the output 'head', which has a loss or metrics, but got none.")]
    [InlineData(
        "stream",
        "Loss mean_squared_error: expected targets of the shape of the predictions, (8, 3), but got (8, 2). " +
        "Reshape the targets, or give the model as many outputs.")]
    [InlineData("evaluate", "Evaluate: expected targets y for the output 'head', which has a loss or metrics, but got none.")]
    [InlineData("predict", "Predict: expected data for 1 input (features) of 'net' in x but got 2.")]
    [InlineData("layer", "Sequential 'net': no layer named 'tail'. Layers: hidden, norm, head. (Parameter 'name')")]
    public void A_mistake_is_named_before_anything_changes(string mistake, string message)
    {
        (Tensor x, Tensor y) = (Tensor.From(TestData.Uniform(32, 1), [8, 4]), Tensor.From(TestData.Uniform(24, 2), [8, 3]));
        Sequential model = Trained(x, y);
        (float[] weights, long steps, double mean) = (SmallModels.WeightsOf(model), model.Optimizer!.Iterations, model.Metrics[0].Result);
        var wrong = Tensor.Zeros([8, 2]);

        void Fit(
            DataGroup? data = null, DataGroup? targets = null, DataGroup? sampleWeight = null, Callback?[]? callbacks = null,
            (DataGroup X, DataGroup Y)? validation = null, ClassWeight? classWeight = null,
            DataGroup? validationSampleWeight = null) => model.Fit(
                data ?? x, targets ?? y, batchSize: 4, verbose: Verbosity.Silent, sampleWeight: sampleWeight, callbacks: callbacks!,
                validationData: validation, classWeight: classWeight, validationSampleWeight: validationSampleWeight);

        Action call = mistake switch
        {
            "x shape" => () => Fit(Tensor.Zeros([8, 5])),
            "x count" => () => Fit((x, x)),
            "x name" => () => Fit(new Dictionary<string, Tensor> { ["feature"] = x }),
            "x type" => () => new Own().Fit(new Dictionary<string, Tensor> { ["feature"] = x }, y),
            "y missing" => () => model.Fit(x, verbose: Verbosity.Silent),
            "y name" => () => Fit(targets: new Dictionary<string, Tensor> { ["tail"] = y }),
            "y count" => () => Fit(targets: y[..7]),
            "y shape" => () => Fit(targets: wrong),
            "metric" => () => Recompiled(model, "sparse_categorical_accuracy").Fit(x, y, verbose: Verbosity.Silent),
            "weights count" => () => Fit(sampleWeight: new float[3]),
            "weights name" => () => Fit(sampleWeight: new Dictionary<string, Tensor> { ["tail"] = Tensor.Ones([8]) }),
            "weights shape" => () => Fit(sampleWeight: Tensor.Ones([8, 2])),
            "classes" => () => Fit(
                targets: Tensor.Zeros([8, 3, 1]), classWeight: new Dictionary<int, float> { [0] = 2f }),
            "validation y" => () => Fit(validation: (x, Tensor.Zeros([8, 1]))),
            "validation twice" => () => model.Fit(
                [new Batch(x, y)], verbose: Verbosity.Silent, validationData: (x, y), validationBatches: [new Batch(x, y)]),
            "validation of nothing" => () => model.Fit([new Batch(x, y)], verbose: Verbosity.Silent, validationBatches: []),
            "validation weights" => () => Fit(validationSampleWeight: new float[8]),
            "monitor" => () => Fit(validation: (x, y), callbacks: [new EarlyStopping("val_mea")]),
            "monitor of no validation" => () => Fit(callbacks: [new ReduceLROnPlateau()]),
            "callback" => () => Fit(callbacks: [new EarlyStopping("loss"), null]),
            "on batch" => () => model.TrainOnBatch(x, wrong),
            "test on batch" => () => model.TestOnBatch(x),
            "stream" => () => model.Fit([new Batch(x, wrong)], verbose: Verbosity.Silent),
            "evaluate" => () => model.Evaluate(x, verbose: Verbosity.Silent),
            "predict" => () => model.Predict((x, x)),
            _ => () => model.GetLayer("tail"),
        };
        Exception exception = Assert.ThrowsAny<Exception>(call);
        Assert.IsAssignableFrom<ArgumentException>(exception);
        Assert.Equal(message, exception.Message);
        TestData.AssertSameBits(weights, SmallModels.WeightsOf(model), "weights");
        Assert.Equal(steps, model.Optimizer!.Iterations + (mistake == "metric" ? steps : 0));
        if (mistake is not ("metric" or "stream")) Assert.Equal(mean, model.Metrics[0].Result);
    }

    [Theory]
    [InlineData("loss", "Compile, loss: no output named 'x'. Outputs: class, value.")]
    [InlineData("metrics", "Compile, metrics: no output named 'x'. Outputs: class, value.")]
    [InlineData("weightedMetrics", "Compile, weightedMetrics: no output named 'x'. Outputs: class, value.")]
    [InlineData("lossWeights", "Compile, lossWeights: no output named 'x'. Outputs: class, value.")]
    public void A_name_that_is_no_output_leaves_the_model_compiled_as_it_was(string option, string message)
    {
        Model model = TwoByTwo.Compiled();
        (Optimizer? optimizer, LossSet? losses) = (model.Optimizer, model.CompiledLosses);
        var metrics = new Dictionary<string, MetricSet> { ["x"] = "mae" };
        Action call = option switch
        {
            "loss" => () => model.Compile("sgd", new Dictionary<string, string> { ["x"] = "mse" }),
            "metrics" => () => model.Compile("sgd", "mse", metrics),
            "weightedMetrics" => () => model.Compile("sgd", "mse", weightedMetrics: metrics),
            _ => () => model.Compile("sgd", "mse", lossWeights: new Dictionary<string, float> { ["x"] = 1f }),
        };
        Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
        Assert.Same(optimizer, model.Optimizer);
        Assert.Same(losses, model.CompiledLosses);
    }

    [Fact]
    public void Targets_of_large_outputs_are_tried_out_on_one_sample()
    {
        var model = new Sequential([new Dense(1000, name: "wide")], "wide", new Input([1]));
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<ShapeException>(
            () => model.Fit(Tensor.Ones([2000, 1]), Tensor.Ones([2000, 10]), batchSize: 2000, verbose: Verbosity.Silent));
        Assert.StartsWith("Loss mean_squared_error: expected targets of the shape of the predictions, (1, 1000), but got (1, 10).",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_of_shapes_in_turn_allocate_nothing()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        (Tensor x, Tensor y) = SmallModels.Points(24);
        (Tensor a, Tensor b, Tensor ya, Tensor yb) = (x[..16], x[16..], y[..16], y[16..]);
        AllocationAssert.Zero(() =>
        {
            model.TrainOnBatch(a, ya);
            model.TrainOnBatch(b, yb);
        });
    }

    private static Sequential Recompiled(Sequential model, string metric)
    {
        model.Compile("sgd", "mse", [metric]);
        return model;
    }

    private static Sequential Trained(Tensor x, Tensor y)
    {
        var model = new Sequential(
            [
                new Dense(5, kernelInitializer: Initializer.GlorotUniform(1), name: "hidden"), new BatchNormalization(name: "norm"),
                new Dense(3, kernelInitializer: Initializer.GlorotUniform(2), name: "head"),
            ],
            "net", new Input([4], name: "features"));
        model.Compile("adam", "mse", ["mae"]);
        model.Fit(x, y, batchSize: 4, verbose: Verbosity.Silent, shuffle: false);
        return model;
    }

    private sealed class Own : Model
    {
        private readonly Dense _dense;

        public Own()
            : base("own")
        {
            _dense = AddLayer(new Dense(3));
            Compile("sgd", "mse");
        }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input, training);
    }
}
