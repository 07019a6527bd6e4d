namespace DeepSharp.Tests.Models;

public class MultipleOutputTests
{
    [Fact]
    public void Losses_and_metrics_are_reported_for_each_output()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(20);
        History history = TwoByTwo.Compiled().Fit(
            [left, right], [y1, y2], batchSize: 8, epochs: 2, verbose: Verbosity.Silent, validationData: ([left, right], [y1, y2]));
        Assert.Equal(
            [
                "class_accuracy", "class_loss", "loss", "value_loss", "value_mae",
                "val_class_accuracy", "val_class_loss", "val_loss", "val_value_loss", "val_value_mae",
            ],
            history.Names);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal(history["loss"][epoch], history["class_loss"][epoch] + 0.5 * history["value_loss"][epoch], 1e-6);
        }
    }

    [Fact]
    public void Order_names_tuples_and_lists_say_the_same()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        float[] want = Weights([left, right], [y1, y2]);
        TestData.AssertSameBits(want, Weights((left, right), (y1, y2)), "tuples");
        TestData.AssertSameBits(want, Weights(new List<DataArray> { left, right }, new[] { y1, y2 }), "lists");
        TestData.AssertSameBits(
            want,
            Weights(
                new Dictionary<string, DataArray> { ["right"] = right, ["left"] = left },
                new Dictionary<string, Tensor> { ["value"] = y2, ["class"] = y1 }),
            "names");

        static float[] Weights(DataGroup x, DataGroup y)
        {
            Model model = TwoByTwo.Compiled();
            model.Fit(x, y, batchSize: 5, verbose: Verbosity.Silent, shuffle: false);
            return SmallModels.WeightsOf(model);
        }
    }

    [Fact]
    public void Losses_metrics_and_weights_by_name_are_those_in_order()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        Model named = TwoByTwo.Create();
        named.Compile(
            "adam",
            new Dictionary<string, Loss> { ["value"] = "mse", ["class"] = "sparse_categorical_crossentropy" },
            new Dictionary<string, MetricSet> { ["value"] = "mae", ["class"] = ["accuracy"] },
            new Dictionary<string, float> { ["value"] = 0.5f });
        Model ordered = TwoByTwo.Compiled();
        foreach (Model model in new[] { named, ordered }) model.Fit([left, right], [y1, y2], verbose: Verbosity.Silent, shuffle: false);

        TestData.AssertSameBits(SmallModels.WeightsOf(ordered), SmallModels.WeightsOf(named), "weights");
        Assert.Equal(
            ordered.Evaluate([left, right], [y1, y2], verbose: Verbosity.Silent).ToDictionary(),
            named.Evaluate([left, right], [y1, y2], verbose: Verbosity.Silent).ToDictionary());
    }

    [Fact]
    public void One_loss_is_that_of_every_output()
    {
        (Tensor left, Tensor right, _, Tensor y2) = TwoByTwo.Data(12);
        Model model = TwoByTwo.Create();
        model.Compile("sgd", "mse");
        Logs logs = model.Evaluate([left, right], [Tensor.Ones([12, 3]), y2], verbose: Verbosity.Silent);
        Assert.Equal(["class_loss", "loss", "value_loss"], logs.Keys);
        Assert.Equal(logs.Loss, logs["class_loss"] + logs["value_loss"], 1e-5);
        Assert.Equal(Loss.MeanSquaredError(), model.Loss);
    }

    [Fact]
    public void An_output_without_a_loss_needs_no_targets()
    {
        (Tensor left, Tensor right, _, Tensor y2) = TwoByTwo.Data(12);
        Model model = TwoByTwo.Create();
        model.Compile("sgd", new Dictionary<string, Loss> { ["value"] = "mse" });
        History history = model.Fit([left, right], new Dictionary<string, Tensor> { ["value"] = y2 }, verbose: Verbosity.Silent);
        Assert.Equal(["loss", "value_loss"], history.Names);
    }

    [Fact]
    public void The_shape_of_the_output_is_that_of_the_only_one()
    {
        Assert.Equal([Shape.Any, 3], SmallModels.Classifier().OutputShape);
        Assert.Equal(
            "Functional 'two', OutputShape: expected a model with one output but it has 2. Call ComputeOutputShapes.",
            Assert.Throws<InvalidOperationException>(() => TwoByTwo.Create().OutputShape).Message);
        Assert.Throws<InvalidOperationException>(() => SmallModels.Factor().OutputShape);
    }

    [Fact]
    public void All_outputs_are_predicted()
    {
        (Tensor left, Tensor right, _, _) = TwoByTwo.Data(40);
        Model model = TwoByTwo.Create();
        Tensor[] whole = model.ApplyAll([left, right]);
        TensorGroup got = model.PredictAll([left, right]);
        for (int i = 0; i < 2; i++) TestData.AssertSameBits(whole[i].Span, got[i].Span, $"output {i}");

        var exception = Assert.Throws<InvalidOperationException>(() => model.Predict([left, right]));
        Assert.Equal("Predict: expected a model with one output, but 'two' has 2: class, value. Call PredictAll.", exception.Message);
    }

    [Theory]
    [InlineData("count", "Fit: expected data for 2 inputs (left, right) of 'two' in x but got 1.")]
    [InlineData("unknown", "Fit, x: no input named 'lefd'. There are: left, right.")]
    [InlineData("missing", "Fit, x: expected data for the inputs left, right of 'two' but right is missing.")]
    [InlineData("targets", "Fit, y: expected 2, one for each output (class, value), but got 1.")]
    [InlineData("target", "Fit, y: no output named 'klass'. There are: class, value.")]
    [InlineData("no target", "Fit: expected targets y for the output 'value', which has a loss or metrics, but got class.")]
    [InlineData("samples", "Fit: x[0] has 12 samples but x[1] has 11 (shapes (12, 4) and (11, 3)). Give as many samples for each input.")]
    [InlineData("weights", "Fit: x has 12 samples but sampleWeight has 3 (shapes (12, 4) and (3,)). Give one weight for each sample.")]
    public void What_does_not_fit_is_refused_with_what_exists(string mistake, string message)
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        (DataGroup x, DataGroup y, DataGroup? weights) = ((DataGroup)(left, right), (DataGroup)(y1, y2), (DataGroup?)null);
        switch (mistake)
        {
            case "count": x = left; break;
            case "unknown": x = new Dictionary<string, Tensor> { ["lefd"] = left, ["right"] = right }; break;
            case "missing": x = new Dictionary<string, Tensor> { ["left"] = left }; break;
            case "targets": y = y1; break;
            case "target": y = new Dictionary<string, Tensor> { ["klass"] = y1, ["value"] = y2 }; break;
            case "no target": y = new Dictionary<string, Tensor> { ["class"] = y1 }; break;
            case "samples": x = (left, right[..11]); break;
            default: weights = new float[3]; break;
        }

        Model model = TwoByTwo.Compiled();
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ArgumentException>(() => model.Fit(x, y, sampleWeight: weights, verbose: Verbosity.Silent));
        Assert.Equal(message, exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void Losses_metrics_and_weights_that_fit_no_output_are_refused()
    {
        Model model = TwoByTwo.Create();
        Refused("Compile, loss: expected 2, one for each output (class, value), but got 1.", () => model.Compile("sgd", ["mse"]));
        Refused(
            "Compile, loss: no output named 'x'. Outputs: class, value.",
            () => model.Compile("sgd", new Dictionary<string, string> { ["x"] = "mse" }));
        Refused("Compile, metrics: expected 2, one for each output (class, value), but got 1.", () => model.Compile("sgd", "mse", ["mae"]));
        Refused(
            "Compile, lossWeights: expected 2, one for each output (class, value), but got 3.",
            () => model.Compile("sgd", "mse", lossWeights: [1f, 2f, 3f]));

        static void Refused(string message, Action compile) => Assert.Equal(message, Assert.Throws<ArgumentException>(compile).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_steady_step_allocates_nothing(int threads)
    {
        using var count = new ThreadCount(threads);
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(28);
        Model model = TwoByTwo.Create();
        model.Compile("adam", ["sparse_categorical_crossentropy", "mse"], [["accuracy"], ["mae"]], [1f, 0.5f], [["accuracy"], null]);
        ModelData arrays = ModelData.Of(model, "Fit", (left, right), (y1, y2), Tensor.Ones([28]));
        var data = new BatchSource(arrays, 8) { Random = new RandomStream(1) };
        model.Trainer!.Weights.Prepare();
        data.BeginPass();
        AllocationAssert.Zero(() =>
        {
            if (data.Next() is not { } batch)
            {
                data.BeginPass();
                batch = data.Next()!;
            }

            model.Trainer.TrainStep(batch);
            model.Trainer.Report();
        });
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_weights_bit_for_bit()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(50);
        float[] want = Train(1);
        TestData.AssertSameBits(want, Train(2), "weights");

        float[] Train(int threads)
        {
            using var count = new ThreadCount(threads);
            Model model = TwoByTwo.Compiled();
            model.Fit([left, right], [y1, y2], batchSize: 16, epochs: 3, verbose: Verbosity.Silent, seed: 1);
            return SmallModels.WeightsOf(model);
        }
    }
}
