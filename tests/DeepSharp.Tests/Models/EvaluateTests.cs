namespace DeepSharp.Tests.Models;

public class EvaluateTests
{
    // Losses of the samples are 0, 1 and 4.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Gives_the_means_over_the_samples_for_any_batch_size(int batchSize)
    {
        Sequential model = Compiled();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Logs logs = model.Evaluate(x, y, batchSize, Verbosity.Silent);

        Assert.Equal(["loss", "mae"], logs.Keys);
        Assert.Equal(5.0 / 3, logs.Loss, 1e-6);
        Assert.Equal(1, logs["mae"], 1e-6);
    }

    [Fact]
    public void Runs_in_inference_mode()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Tensor x = Tensor.From(TestData.Uniform(4 * 12 * 12 * 3, seed: 1), [4, 12, 12, 3]);
        Tensor y = Tensor.FromLabels([0, 1, 2, 3]);

        double first = model.Evaluate(x, y, verbose: Verbosity.Silent).Loss;
        Assert.Equal(first, model.Evaluate(x, y, verbose: Verbosity.Silent).Loss);
    }

    [Fact]
    public void Changes_no_weights()
    {
        Sequential model = Compiled();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        model.Evaluate(x, y, verbose: Verbosity.Silent);
        Assert.Equal(1f, model.Weights[0].Value.Item());
        Assert.Equal(0, model.Optimizer!.Iterations);
    }

    [Fact]
    public void The_logs_stay_as_they_are()
    {
        Sequential model = Compiled();
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Logs logs = model.Evaluate(x, y, verbose: Verbosity.Silent);
        model.Evaluate(x[..1], y[..1], verbose: Verbosity.Silent);
        Assert.Equal(5.0 / 3, logs.Loss, 1e-6);
    }

    private static Sequential Compiled()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse", ["mae"]);
        return model;
    }
}
