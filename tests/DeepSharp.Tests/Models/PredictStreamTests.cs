namespace DeepSharp.Tests.Models;

public class PredictStreamTests
{
    [Fact]
    public void Batches_are_joined_in_their_order()
    {
        (Tensor x, _) = SmallModels.Points(23);
        Sequential model = SmallModels.Classifier();
        Tensor want = model.Predict(x);
        Tensor got = model.Predict([new Batch(x[..8]), new Batch(x[8..9]), new Batch(x[9..])]);
        Assert.Equal(want.Shape, got.Shape);
        TestData.AssertSameBits(want.Span, got.Span, "prediction");
    }

    [Fact]
    public void Steps_end_a_sequence_that_never_ends_and_cut_arrays_short()
    {
        Sequential model = SmallModels.Factor(3f);
        Assert.Equal([3f, 3f, 3f], model.Predict(Endless(), steps: 3).ToArray());
        (Tensor x, _) = SmallModels.Numbers(5);
        Assert.Equal([0f, 3f], model.Predict(x, batchSize: 2, steps: 1).ToArray());
        Assert.Equal([0f, 3f, 6f, 9f, 12f], model.Predict(x, batchSize: 2, steps: 9).ToArray());

        static IEnumerable<Batch> Endless()
        {
            while (true) yield return new Batch(Tensor.Ones([1, 1]));
        }
    }

    [Fact]
    public void All_outputs_come_in_order_and_by_name()
    {
        (Tensor left, Tensor right, _, _) = TwoByTwo.Data(9);
        Model model = TwoByTwo.Create();
        TensorGroup want = model.PredictAll([left, right]);
        TensorGroup got = model.PredictAll([new Batch((left[..5], right[..5])), new Batch((left[5..], right[5..]))]);
        Assert.Equal(["class", "value"], got.Names);
        for (int i = 0; i < 2; i++) TestData.AssertSameBits(want[i].Span, got[i].Span, $"output {i}");
        Assert.Same(got[1], got["value"]);
        (Tensor first, Tensor second) = got;
        Assert.Equal((got[0], got[1]), (first, second));
        Assert.Same(got[0], got.ToDictionary()["class"]);
        Assert.Equal("class (9, 3), value (9, 1)", got.ToString());

        Assert.Equal(
            "TensorGroup: no output named 'clas'. Available: class, value.",
            Assert.Throws<KeyNotFoundException>(() => got["clas"]).Message);
        Assert.StartsWith(
            "TensorGroup: expected an output from 0 to 1 but got 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => got[2]).Message, StringComparison.Ordinal);
        Assert.Equal(
            "TensorGroup: expected 3 outputs to take apart, but there are 2: class, value.",
            Assert.Throws<InvalidOperationException>(() =>
            {
                (Tensor _, Tensor _, Tensor _) = got;
            }).Message);
    }

    [Fact]
    public void What_makes_no_prediction_is_refused()
    {
        Sequential model = SmallModels.Factor();
        Assert.Equal(
            "Predict: expected at least one batch but got none.",
            Assert.Throws<ArgumentException>(() => model.Predict(Array.Empty<Batch>())).Message);
        Assert.StartsWith(
            "Predict: expected 1 or more steps, or null for all but got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(Tensor.Ones([2, 1]), steps: 0)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "Predict: expected a model with one output, but 'two' has 2: class, value. Call PredictAll.",
            Assert.Throws<InvalidOperationException>(
                () => TwoByTwo.Create().Predict([new Batch((Tensor.Ones([1, 4]), Tensor.Ones([1, 3])))])).Message);
    }

    [Fact]
    public void A_prediction_step_must_give_one_output_a_sample()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Summing().Predict(Tensor.Ones([3, 2])));
        Assert.Equal("Predict: expected outputs of shape (3, ...) for 3 samples but got ().", exception.Message);
        var last = new Sequential(new DeepSharp.Layers.Dense(2, inputShape: [2]), new Mean());
        exception = Assert.Throws<InvalidOperationException>(() => last.Predict(Tensor.Ones([3, 2])));
        Assert.Equal("Predict: expected outputs of shape (3, ...) for 3 samples but got ().", exception.Message);
    }

    [Fact]
    public void The_outputs_of_all_batches_must_have_one_shape()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Growing().Predict(Tensor.Ones([4, 2]), batchSize: 2));
        Assert.Equal("Predict: expected outputs of shape (2, 1) for 2 samples but got (2, 2).", exception.Message);
    }

    // Three batches, of which no more can be done.
    [Fact]
    public void More_steps_than_there_are_batches_are_as_many_as_there_are()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(5);
        var seen = new Steps();
        model.Predict(x, batchSize: 2, steps: 100, callbacks: [seen]);
        model.Evaluate(x, y, batchSize: 2, steps: 100, verbose: Verbosity.Silent, callbacks: [seen]);
        model.Predict(x, batchSize: 2, steps: 2, callbacks: [seen]);
        model.Evaluate(x, y, batchSize: 2, steps: 2, verbose: Verbosity.Silent, callbacks: [seen]);
        Assert.Equal([3, 3, 2, 2], seen.Counts);
    }

    private sealed class Steps : Callback
    {
        public List<int?> Counts { get; } = [];

        public override void OnPredictBegin() => Counts.Add(Params.Steps);

        public override void OnTestBegin() => Counts.Add(Params.Steps);
    }

    private sealed class Growing() : Model("growing", [2])
    {
        private int _width;

        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void PredictStep(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs) =>
            outputs[0] = Tensor.Ones([inputs[0].Shape[0], ++_width]);
    }

    private sealed class Mean : Layer
    {
        protected override Tensor Call(Tensor input, bool training) => input.Mean();
    }

    private sealed class Summing() : Model("summing", [2])
    {
        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void PredictStep(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs) => outputs[0] = inputs[0].Sum();
    }
}
