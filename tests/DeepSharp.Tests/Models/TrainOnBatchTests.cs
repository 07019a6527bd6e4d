using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class TrainOnBatchTests
{
    private static readonly Tensor s_one = Tensor.Ones([1, 1]);
    private static readonly Tensor s_zero = Tensor.Zeros([1, 1]);

    // The gradient of w² is 2·w: with a rate of 0.25 the weight is halved by each step.
    [Fact]
    public void Takes_one_step()
    {
        Sequential model = Compiled(0.25f);
        Assert.Equal(1, model.TrainOnBatch(s_one, s_zero).Loss, 1e-6);
        Assert.Equal(0.5f, model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void Each_call_reports_its_own_batch()
    {
        Sequential model = Compiled(0.25f);
        Assert.Equal(1, model.TrainOnBatch(s_one, s_zero).Loss, 1e-6);
        Assert.Equal(0.25, model.TrainOnBatch(s_one, s_zero).Loss, 1e-6);
        Assert.Equal(0.0625, model.TestOnBatch(s_one, s_zero).Loss, 1e-6);
    }

    // As in the newest Keras, where each of the three resets the metrics: 2² in training, 10² in the test.
    [Fact]
    public void A_test_after_a_step_is_that_of_its_batch()
    {
        Sequential model = Compiled(0f);
        Logs trained = model.TrainOnBatch(Tensor.Full([1, 1], 2), s_zero);
        Logs tested = model.TestOnBatch(Tensor.Full([1, 1], 10), s_zero);
        Assert.Equal((4, 2), (trained.Loss, trained["mae"]));
        Assert.Equal((100, 10), (tested.Loss, tested["mae"]));
    }

    [Fact]
    public void Values_of_a_batch_are_means_over_its_samples()
    {
        Logs logs = Compiled(0f).TrainOnBatch(Tensor.From([1, 2, 2, 2], [4, 1]), Tensor.Zeros([4, 1]));
        Assert.Equal((1 + 3 * 4) / 4.0, logs.Loss, 1e-6);
        Assert.Equal((1 + 3 * 2) / 4.0, logs["mae"], 1e-6);
    }

    [Fact]
    public void Metrics_hold_the_last_batch_until_they_are_reset()
    {
        Sequential model = Compiled(0f);
        model.TrainOnBatch(Tensor.Full([1, 1], 2), s_zero);
        Assert.Equal(2, model.Metrics[0].Result, 1e-6);
        model.ResetMetrics();
        Assert.Equal(0, model.Metrics[0].Result);
    }

    [Fact]
    public void Testing_a_batch_changes_no_weights()
    {
        Sequential model = Compiled(0.25f);
        Assert.Equal(1, model.TestOnBatch(s_one, s_zero).Loss, 1e-6);
        Assert.Equal(1f, model.Weights[0].Value.Item());
    }

    [Fact]
    public void Fit_starts_the_means_anew()
    {
        Sequential model = Compiled(0f);
        model.TrainOnBatch(Tensor.Full([1, 1], 9), s_zero);
        Assert.Equal(1, model.Fit(s_one, s_zero, verbose: Verbosity.Silent)["loss"][0], 1e-6);
    }

    [Fact]
    public void Batches_of_another_length_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Compiled(0f).TrainOnBatch(Tensor.Zeros([3, 1]), Tensor.Zeros([2, 1])));
        Assert.Equal(
            "TrainOnBatch: expected x and y with the same number of samples on the first axis but got shapes (3, 1) and (2, 1).",
            exception.Message);
    }

    [Fact]
    public void Batches_may_change_their_size()
    {
        (Tensor x, Tensor y) = SmallModels.Points(9);
        Sequential model = SmallModels.Classifier();
        Sequential reference = SmallModels.Classifier();
        foreach (Sequential each in new[] { model, reference }) each.Compile("sgd", "sparse_categorical_crossentropy");

        foreach (int size in new[] { 2, 9, 1, 5 })
        {
            model.TrainOnBatch(x[..size], y[..size]);
            var tape = new GradientTape();
            Tensor loss = tape.Record(() => reference.Loss!.Apply(y[..size], reference.Apply(x[..size], training: true)));
            reference.Optimizer!.Apply(reference.TrainableWeights, tape.Gradient(loss, reference.TrainableWeights));
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(reference), SmallModels.WeightsOf(model), "weights");
    }

    private static Sequential Compiled(float rate)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(rate), "mse", ["mae"]);
        return model;
    }

    [Fact]
    public void A_layer_added_after_the_first_step_is_trained()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]));
        var added = new Dense(1, useBias: false, kernelInitializer: Initializer.Ones, name: "added");
        model.Add(added);
        model.TrainOnBatch(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]));
        Assert.NotEqual(1f, added.Kernel!.Value.ToArray()[0]);
    }
}
