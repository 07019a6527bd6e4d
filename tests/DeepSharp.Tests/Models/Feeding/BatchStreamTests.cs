namespace DeepSharp.Tests.Models;

public class BatchStreamTests
{
    // 4 batches: 2, 2 and again; 3, 1 and again.
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
            ["Fit: there is no more data for epoch 3 of 5, and none when it is begun again, so training ends. " +
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

    // Floats are used where they lie, bytes are converted into memory that is kept.
    [Fact]
    public void A_source_may_fill_the_same_arrays_again()
    {
        (Tensor x, Tensor y) = SmallModels.Points(24);
        byte[] classes = [.. y.ToArray().Select(label => (byte)label)];
        Sequential arrays = SmallModels.Classifier(), stream = SmallModels.Classifier();
        foreach (Sequential model in new[] { arrays, stream }) model.Compile("adam", "sparse_categorical_crossentropy");

        arrays.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false);
        stream.Fit(Filled(), epochs: 2, verbose: Verbosity.Silent);
        TestData.AssertSameBits(SmallModels.WeightsOf(arrays), SmallModels.WeightsOf(stream), "weights");

        IEnumerable<Batch> Filled()
        {
            var values = new float[8 * 4];
            var labels = new byte[8];
            var batch = new Batch(DataArray.From(values, [8, 4]), labels);
            for (int start = 0; start < 24; start += 8)
            {
                x[start..(start + 8)].Span.CopyTo(values);
                classes.AsSpan(start, 8).CopyTo(labels);
                yield return batch;
            }
        }
    }

    // Form after form: other names, weights that come and go, targets of another rank.
    [Fact]
    public void Batches_may_differ_in_form()
    {
        (Tensor left, Tensor right, Tensor classes, Tensor values) = TwoByTwo.Data(8);
        Dictionary<string, Tensor> x = new() { ["right"] = right, ["left"] = left }, y = new() { ["value"] = values, ["class"] = classes };
        Batch[] forms =
        [
            new((left, right), (classes, values)), new(x, y), new((left, right), (classes, values), Tensor.Ones([8])),
            new(x, (classes, values)),
            new((left[..3], right[..3]), (classes[..3].Reshape([3, 1]), values[..3])), new((left, right), (classes, values)),
        ];
        Model one = TwoByTwo.Compiled(), other = TwoByTwo.Compiled();
        one.Fit(forms, verbose: Verbosity.Silent);
        foreach (Batch form in forms)
        {
            int count = form.X[0].Count;
            other.TrainOnBatch((left[..count], right[..count]), (classes[..count], values[..count]));
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(other), SmallModels.WeightsOf(one), "weights");
        Batch[] refused =
        [
            new((left, right[..7]), y), new((left, right), (classes, values[..7])), new((left, right)),
            new((left, right), (classes, values), Tensor.Ones([7])),
        ];
        foreach (Batch each in refused)
        {
            Assert.Throws<ArgumentException>(() => one.Fit([forms[0], each], verbose: Verbosity.Silent));
        }
    }

    [Fact]
    public void A_tensor_of_a_batch_that_is_kept_says_so_when_it_is_read_later()
    {
        var model = new Keeping();
        model.Compile("sgd", "mse");
        Assert.Contains(
            "Call Clone() inside the step to keep it.",
            Assert.Throws<InvalidOperationException>(
                () => model.Fit(Cut(Tensor.Ones([4, 1]), Tensor.Ones([4, 1]), 2), verbose: Verbosity.Silent)).Message);
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

    private sealed class Keeping : Model
    {
        private readonly DeepSharp.Layers.Dense _dense;
        private Tensor? _kept;

        public Keeping() => _dense = AddLayer(new DeepSharp.Layers.Dense(1));

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);

        protected override void TrainStep(TrainingStep step)
        {
            base.TrainStep(step);
            _kept?.ToArray();
            _kept = step.X;
        }
    }

    [Fact]
    public void A_sequence_that_is_used_up_ends_the_training_with_a_warning()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        var queue = new Queue<Batch>([new(Tensor.Ones([2, 1]), Tensor.Ones([2, 1])), new(Tensor.Ones([2, 1]), Tensor.Ones([2, 1]))]);
        History history = model.Fit(Drain(queue), epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal([0], history.Epochs);
        Assert.Equal(
            "Fit: there is no more data for epoch 2 of 3, and none when it is begun again, so training ends. Give a sequence that can be " +
            "enumerated for each epoch, such as a list or an iterator method.", Assert.Single(history.Warnings));

        static IEnumerable<Batch> Drain(Queue<Batch> queue)
        {
            while (queue.TryDequeue(out Batch? batch)) yield return batch;
        }
    }
}
