namespace DeepSharp.Tests.Models;

public class BatchStreamTests
{
    // 4 batches: 2, 2 and anew; 3, 1 and anew.
    [Theory]
    [InlineData(2, new[] { 2, 2, 2, 2, 2 }, 0)]
    [InlineData(3, new[] { 3, 1, 3, 1, 3 }, 1)]
    public void A_sequence_that_has_ended_begins_anew_with_the_next_epoch(int steps, int[] done, int warnings)
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(2);
        History history = Factor().Fit(
            Enumerable.Repeat(new Batch(x, y), 4), epochs: 5, stepsPerEpoch: steps, verbose: Verbosity.Silent, validationData: (x, y));
        Assert.Equal(done, history.Steps);
        Assert.Equal((5, 5), (history["loss"].Count, history["val_loss"].Count));
        Assert.Equal(warnings, history.Warnings.Count);
    }

    // What can be enumerated once, such as a queue that is closed.
    [Fact]
    public void A_sequence_that_has_no_more_ends_the_training_without_an_epoch_of_no_batches()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(2);
        var queue = new Queue<Batch>(Enumerable.Repeat(new Batch(x, y), 4));
        List<int> ended = [];
        History history = Factor().Fit(
            Drain(), epochs: 5, stepsPerEpoch: 2, verbose: Verbosity.Silent, validationData: (x, y),
            callbacks: [new DeepSharp.Callbacks.LambdaCallback(onEpochEnd: (epoch, _) => ended.Add(epoch))]);
        Assert.Equal([0, 1], ended);
        Assert.Equal((2, 2), (history["loss"].Count, history["val_loss"].Count));
        Assert.Equal(
            ["Fit: there is no more data for epoch 3 of 5, and none when it is begun anew, so training ends. " +
                "Give at least stepsPerEpoch * epochs batches, or leave stepsPerEpoch out."],
            history.Warnings);

        IEnumerable<Batch> Drain()
        {
            while (queue.TryDequeue(out Batch? batch)) yield return batch;
        }
    }

    [Fact]
    public void A_sequence_without_batches_is_refused_with_steps_too() => Assert.Equal(
        "Fit: expected at least one batch but got none.",
        Assert.Throws<ArgumentException>(() => Factor().Fit(Array.Empty<Batch>(), stepsPerEpoch: 2, verbose: Verbosity.Silent)).Message);

    [Fact]
    public void Batches_train_as_arrays_do()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Sequential arrays = SmallModels.Classifier(), stream = SmallModels.Classifier();
        foreach (Sequential model in new[] { arrays, stream }) model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);

        arrays.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false);
        History history = stream.Fit(Cut(x, y, 8), epochs: 2, verbose: Verbosity.Silent);

        TestData.AssertSameBits(SmallModels.WeightsOf(arrays), SmallModels.WeightsOf(stream), "weights");
        Assert.Equal(3, history.StepsPerEpoch);
        Assert.Equal(
            arrays.Evaluate(x, y, verbose: Verbosity.Silent)["loss"],
            stream.Evaluate(Cut(x, y, 8), verbose: Verbosity.Silent)["loss"], 1e-6);
    }

    [Fact]
    public void An_endless_sequence_goes_on_from_epoch_to_epoch()
    {
        int given = 0;
        History history = Factor().Fit(Endless(), epochs: 3, verbose: Verbosity.Silent, stepsPerEpoch: 2);
        Assert.Equal(6, given);
        Assert.Equal(3, history.Epochs.Count);

        IEnumerable<Batch> Endless()
        {
            while (true)
            {
                given++;
                yield return new Batch(Tensor.Ones([2, 1]), Tensor.Ones([2, 1]));
            }
        }
    }

    [Fact]
    public void A_model_that_is_not_built_is_built_by_the_first_batch()
    {
        Sequential model = Factor();
        model.Fit([new Batch(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]))], verbose: Verbosity.Silent);
        Assert.True(model.IsBuilt);
        Assert.Equal(1, model.Optimizer!.Iterations);
    }

    [Fact]
    public void Validation_takes_batches_anew_each_time()
    {
        History history = Factor().Fit(
            [new Batch(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]))], epochs: 2, verbose: Verbosity.Silent,
            validationBatches: [new Batch(DataArray.From(new byte[] { 1, 2 }, [2, 1]), Tensor.Zeros([2]), new float[] { 1, 0 })]);
        Assert.Equal(2, history["val_loss"].Count);
    }

    [Fact]
    public void No_batches_are_refused() => Assert.Equal(
        "Fit: expected at least one batch but got none.",
        Assert.Throws<ArgumentException>(() => Factor().Fit(Array.Empty<Batch>(), verbose: Verbosity.Silent)).Message);

    private static Sequential Factor()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0.1f), "mse");
        return model;
    }

    private static IEnumerable<Batch> Cut(Tensor x, Tensor y, int size)
    {
        for (int start = 0; start < x.Shape[0]; start += size)
        {
            int end = Math.Min(start + size, x.Shape[0]);
            yield return new Batch(x[start..end], y[start..end]);
        }
    }
}
