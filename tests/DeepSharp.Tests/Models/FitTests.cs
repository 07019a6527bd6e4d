using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class FitTests
{
    // As Keras does for functional models and Sequentials.
    [Fact]
    public void A_last_axis_of_length_one_may_be_left_out_or_be_one_too_many()
    {
        var model = new Sequential(new Input([1]), new Dense(1, kernelInitializer: "ones"));
        model.Compile("sgd", "mse");
        float[] numbers = [0, 1, 2, 3];
        History history = model.Fit(numbers, numbers, verbose: Verbosity.Silent);
        Assert.Equal(0, history["loss"][0]);
        Assert.Equal(numbers, model.Predict(numbers).ToArray());
        Assert.Equal([4, 1], model.Predict(Tensor.From(numbers, [4, 1, 1])).Shape);
        Assert.Equal(0, model.TrainOnBatch(Tensor.From(numbers), Tensor.From(numbers)).Loss);
        Assert.Equal(0, model.TrainOnBatch(Tensor.From(numbers), Tensor.From(numbers)).Loss);
        Assert.Throws<ShapeException>(() => model.Predict(Tensor.Zeros([4, 2])));
    }

    [Fact]
    public void The_history_has_training_values_alphabetically_and_then_those_of_the_validation()
    {
        Sequential model = Still("mse", "mae");
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        History history = model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, validationData: (x, y));

        Assert.Equal(["loss", "mae", "mse", "val_loss", "val_mae", "val_mse"], history.Names);
        Assert.Equal(history.Names, history.Metrics.Keys);
        Assert.Equal([0, 1, 2], history.Epochs);
        Assert.All(history.Metrics.Values, values => Assert.Equal(3, values.Count));
    }

    [Fact]
    public void The_history_counts_batches_and_epochs()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        History history = Still().Fit(x, y, batchSize: 2, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal((3, 3), (history.StepsPerEpoch, history.PlannedEpochs));
    }

    [Fact]
    public void An_unknown_name_lists_those_of_the_history()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        History history = Still("mae").Fit(x, y, verbose: Verbosity.Silent);
        var exception = Assert.Throws<KeyNotFoundException>(() => history["val_loss"]);
        Assert.Equal("History: no value named 'val_loss'. Available: loss, mae.", exception.Message);
    }

    // Losses of the samples are 0, 1 and 4: batches of two have the means 0.5 and 4.
    [Fact]
    public void A_short_last_batch_counts_by_its_samples()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        History history = Still("mae").Fit(x, y, batchSize: 2, verbose: Verbosity.Silent);
        Assert.Equal(5.0 / 3, history["loss"][0], 1e-6);
        Assert.Equal(1, history["mae"][0], 1e-6);
    }

    [Fact]
    public void Batches_are_of_32_samples_unless_said_otherwise()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(65);
        Assert.Equal(3, Still().Fit(x, y, verbose: Verbosity.Silent).StepsPerEpoch);
    }

    // 9 of 10 for 0.1: the losses are the squares of 0 to 8 and of 9.
    [Theory]
    [InlineData(0.1f, 204.0 / 9, 81)]
    [InlineData(0.2f, 140.0 / 8, (64 + 81) / 2.0)]
    [InlineData(0.3f, 91.0 / 7, (49 + 64 + 81) / 3.0)]
    [InlineData(0.75f, 1.0 / 2, 284.0 / 8)]
    public void The_validation_split_takes_the_last_share_before_any_shuffling(float share, double loss, double validationLoss)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(10);
        History history = Still().Fit(x, y, verbose: Verbosity.Silent, validationSplit: share);
        Assert.Equal(loss, history["loss"][0], 1e-4);
        Assert.Equal(validationLoss, history["val_loss"][0], 1e-4);
    }

    // Keras: floor(samples * (1 - share)). A float of two thirds is a little more than that and kept 99.
    [Theory]
    [InlineData(2.0 / 3, 300, 100)]
    [InlineData(1.0 / 3, 300, 200)]
    [InlineData(0.1, 1000, 900)]
    [InlineData(0.1f, 1000, 900)]
    [InlineData(1e-9, 1000, 999)]
    public void The_share_of_a_validation_is_a_double_throughout(double share, int samples, int kept)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(samples);
        Assert.Equal(kept, Still().Fit(x, y, batchSize: 1, verbose: Verbosity.Silent, validationSplit: share).StepsPerEpoch);
    }

    [Fact]
    public void Validation_data_takes_precedence_over_the_split()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(10);
        History history = Still().Fit(x, y, verbose: Verbosity.Silent, validationSplit: 0.5f, validationData: (x[..2], y[..2]));
        Assert.Equal(28.5, history["loss"][0], 1e-4);
        Assert.Equal(0.5, history["val_loss"][0], 1e-6);
    }

    [Fact]
    public void The_validation_sees_the_weights_of_the_end_of_the_epoch()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        History history = model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, validationData: (x, y));

        Logs logs = model.Evaluate(x, y, batchSize: 8, verbose: Verbosity.Silent);
        Assert.Equal(logs["loss"], history["val_loss"][^1]);
        Assert.Equal(logs["accuracy"], history["val_accuracy"][^1]);
    }

    [Fact]
    public void No_epochs_train_nothing()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        float[] before = SmallModels.WeightsOf(model);

        History history = model.Fit(x, y, epochs: 0, verbose: Verbosity.Silent);

        Assert.Empty(history.Epochs);
        Assert.Empty(history.Names);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void A_second_fit_goes_on_with_the_optimizer_of_the_first()
    {
        (Tensor x, Tensor y) = SmallModels.Points(16);
        Sequential twice = SmallModels.Classifier();
        Sequential once = SmallModels.Classifier();
        foreach (Sequential model in new[] { twice, once }) model.Compile("adam", "sparse_categorical_crossentropy");

        for (int i = 0; i < 2; i++) twice.Fit(x, y, batchSize: 4, verbose: Verbosity.Silent, shuffle: false);
        once.Fit(x, y, batchSize: 4, epochs: 2, verbose: Verbosity.Silent, shuffle: false);

        Assert.Equal(8, twice.Optimizer!.Iterations);
        TestData.AssertSameBits(SmallModels.WeightsOf(once), SmallModels.WeightsOf(twice), "weights");
    }

    [Fact]
    public void Plain_arrays_are_data_too()
    {
        Sequential model = Still();
        History history = model.Fit(new float[,] { { 1 }, { 2 } }, new float[] { 0, 0 }, verbose: Verbosity.Silent);
        Assert.Equal(2.5, history["loss"][0], 1e-6);
    }

    // A learning rate of 0: the weights stay, so that the numbers are known.
    private static Sequential Still(params string[] metrics)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", [.. metrics.Select(name => (Metric)name)]);
        return model;
    }
}
