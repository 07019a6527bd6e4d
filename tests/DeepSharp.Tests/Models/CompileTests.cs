using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class CompileTests
{
    [Fact]
    public void Strings_and_objects_say_the_same()
    {
        Sequential strings = SmallModels.Classifier();
        strings.Compile("adam", "sparse_categorical_crossentropy", ["sparse_categorical_accuracy", "accuracy"]);
        Sequential objects = SmallModels.Classifier();
        objects.Compile(
            new Adam(), Loss.SparseCategoricalCrossentropy(),
            [Metric.SparseCategoricalAccuracy(), Metric.SparseCategoricalAccuracy("accuracy")]);

        (Tensor x, Tensor y) = SmallModels.Points(20);
        History one = strings.Fit(x, y, epochs: 2, verbose: Verbosity.Silent, seed: 1);
        History two = objects.Fit(x, y, epochs: 2, verbose: Verbosity.Silent, seed: 1);

        Assert.Equal(["accuracy", "loss", "sparse_categorical_accuracy"], one.Names);
        Assert.Equal(one.Names, two.Names);
        foreach (string name in one.Names) Assert.Equal(one[name], two[name]);
    }

    [Fact]
    public void What_was_compiled_can_be_read()
    {
        Sequential model = SmallModels.Factor();
        Assert.Null(model.Optimizer);
        Assert.Null(model.Loss);
        Assert.Empty(model.Metrics);

        model.Compile("sgd", "mse", ["mae"]);
        Assert.IsType<SGD>(model.Optimizer);
        Assert.Equal(Loss.MeanSquaredError(), model.Loss);
        Assert.Equal("mae", Assert.Single(model.Metrics).Name);
    }

    [Fact]
    public void Two_metrics_of_one_name_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => SmallModels.Factor().Compile("sgd", "mse", ["mae", "mae"]));
        Assert.StartsWith(
            "Compile: expected metrics of different names, none of them 'loss', but got 'mae' more than once. Give one another name.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_called_loss_is_refused() =>
        Assert.Throws<ArgumentException>(() => SmallModels.Factor().Compile("sgd", "mse", [Metric.MeanAbsoluteError("loss")]));

    [Fact]
    public void Compiling_keeps_the_weights()
    {
        Sequential model = SmallModels.Classifier();
        float[] before = SmallModels.WeightsOf(model);
        model.Compile("sgd", "mse");
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Theory]
    [InlineData("Fit")]
    [InlineData("Evaluate")]
    [InlineData("TrainOnBatch")]
    [InlineData("TestOnBatch")]
    [InlineData("ResetMetrics")]
    public void A_model_that_is_not_compiled_says_so(string method)
    {
        Sequential model = SmallModels.Factor();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Action call = method switch
        {
            "Fit" => () => model.Fit(x, y),
            "Evaluate" => () => model.Evaluate(x, y),
            "TrainOnBatch" => () => model.TrainOnBatch(x, y),
            "TestOnBatch" => () => model.TestOnBatch(x, y),
            _ => model.ResetMetrics,
        };
        var exception = Assert.Throws<InvalidOperationException>(call);
        Assert.Equal($"{method}: expected a compiled model, but 'factor' is not. Call Compile(optimizer, loss) first.", exception.Message);
    }

    [Fact]
    public void A_model_that_is_not_compiled_predicts() =>
        Assert.Equal([0f, 2f, 4f], SmallModels.Factor(2).Predict(SmallModels.Numbers(3).X).ToArray());

    [Fact]
    public void A_loss_without_reduction_is_refused()
    {
        var model = new Sequential(new Input([2]), new Dense(1));

        var exception = Assert.Throws<ArgumentException>(() => model.Compile("sgd", Loss.MeanSquaredError(Reduction.None)));

        Assert.StartsWith("Compile: expected a loss that is one number, but mean_squared_error has Reduction.None.", exception.Message);
    }

    [Fact]
    public void Validation_data_that_does_not_fit_is_refused_before_any_training()
    {
        var model = new Sequential(new Input([2]), new Dense(1));
        model.Compile("sgd", "mse");
        float[] before = model.Weights[0].Value.ToArray();

        Assert.Throws<ShapeException>(() => model.Fit(
            new float[4, 2], new float[4, 1], verbose: Verbosity.Silent, validationData: (new float[4, 3], new float[4, 1])));

        Assert.Equal(before, model.Weights[0].Value.ToArray());
    }

    [Fact]
    public void Freezing_everything_after_a_step_leaves_the_next_step_without_effect()
    {
        var model = new Sequential(new Input([2]), new Dense(1));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([4, 2]), Tensor.Zeros([4, 1]));
        model.Trainable = false;
        float[] before = model.Weights[0].Value.ToArray();

        model.TrainOnBatch(Tensor.Ones([4, 2]), Tensor.Zeros([4, 1]));

        Assert.Equal(before, model.Weights[0].Value.ToArray());
    }
}
