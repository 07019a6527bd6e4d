using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class SampleWeightTests
{
    // The model gives x, the targets are 0: losses 0, 1, 4.
    [Fact]
    public void Weights_count_in_the_loss_and_in_weighted_metrics_only()
    {
        Sequential model = Still();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Logs logs = model.Evaluate(x, y, verbose: Verbosity.Silent, sampleWeight: new float[] { 1, 2, 0 });
        Assert.Equal(["loss", "mae", "weighted_mae"], logs.Keys);
        Assert.Equal(2.0 / 3, logs.Loss, 1e-6);
        Assert.Equal(1, logs["mae"], 1e-6);
        Assert.Equal(2.0 / 3, logs["weighted_mae"], 1e-6);
    }

    [Fact]
    public void Weights_of_classes_multiply_those_of_samples()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(new SGD(0.1f), "sparse_categorical_crossentropy");
        Sequential same = SmallModels.Classifier();
        same.Compile(new SGD(0.1f), "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(10);
        float[] weights = [.. Enumerable.Range(0, 10).Select(i => 1f + i)];
        float[] product = [.. weights.Select((weight, i) => y[i] == 1 ? 3 * weight : weight)];

        model.Fit(
            x, y, verbose: Verbosity.Silent, shuffle: false, sampleWeight: weights, classWeight: new Dictionary<int, float> { [1] = 3 });
        same.Fit(x, y, verbose: Verbosity.Silent, shuffle: false, sampleWeight: product);

        TestData.AssertSameBits(SmallModels.WeightsOf(same), SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void Classes_cannot_be_weighed_where_there_are_several_outputs()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(6);
        var exception = Assert.Throws<ArgumentException>(
            () => TwoByTwo.Compiled().TrainOnBatch([left, right], [y1, y2], classWeight: new Dictionary<int, float> { [0] = 2 }));
        Assert.Equal(
            "TrainOnBatch: expected a model with one output and targets for classWeight but got 2 outputs. " +
            "Use sampleWeight.", exception.Message);
    }

    [Fact]
    public void Steps_on_a_batch_take_weights()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Assert.Equal(2.0 / 3, Still().TrainOnBatch(x, y, sampleWeight: new float[] { 1, 2, 0 }).Loss, 1e-6);
        Assert.Equal(2.0 / 3, Still().TestOnBatch(x, y, sampleWeight: new float[] { 1, 2, 0 }).Loss, 1e-6);
    }

    [Fact]
    public void Weights_of_the_validation_count_there()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        History history = Still().Fit(
            x, y, verbose: Verbosity.Silent, validationData: (x, y), validationSampleWeight: new float[] { 0, 0, 3 });
        Assert.Equal(5.0 / 3, history["loss"][0], 1e-6);
        Assert.Equal(4, history["val_loss"][0], 1e-6);
    }

    // Even predictions: ln 2 a sample. Classes 0 and 1 in turn, so that the weights of the training part are 1 and 9.
    [Theory]
    [InlineData("split")]
    [InlineData("split, samples weighted")]
    [InlineData("data")]
    [InlineData("batches")]
    [InlineData("stream")]
    public void Weights_of_classes_have_no_part_in_the_validation(string kind)
    {
        var model = new Sequential(new Dense(2, activation: "softmax", kernelInitializer: "zeros", inputShape: [1]));
        model.Compile(new SGD(0f), "sparse_categorical_crossentropy");
        (Tensor x, DataArray y) = (Tensor.Zeros([8, 1]), new[] { 0, 1, 0, 1, 0, 1, 0, 1 });
        var weights = new Dictionary<int, float> { [0] = 1, [1] = 9 };
        History history = kind switch
        {
            "split" => model.Fit(x, y, verbose: Verbosity.Silent, validationSplit: 0.5, classWeight: weights),
            "split, samples weighted" => model.Fit(
                x, y, verbose: Verbosity.Silent, validationSplit: 0.5, classWeight: weights, sampleWeight: Tensor.Ones([8])),
            "data" => model.Fit(x, y, verbose: Verbosity.Silent, validationData: (x, y), classWeight: weights),
            "batches" => model.Fit(
                [new Batch(x, y)], verbose: Verbosity.Silent, validationBatches: [new Batch(x, y)], classWeight: weights),
            _ => model.Fit([new Batch(x, y)], verbose: Verbosity.Silent, validationData: (x, y), classWeight: weights),
        };
        Assert.Equal(5 * Math.Log(2), history["loss"][0], 1e-5);
        Assert.Equal(Math.Log(2), history["val_loss"][0], 1e-5);
    }

    private static Sequential Still()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", ["mae"], weightedMetrics: ["mae"]);
        return model;
    }
}
