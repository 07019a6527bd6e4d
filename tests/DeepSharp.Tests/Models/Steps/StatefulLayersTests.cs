using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Batches that a stateful layer cannot take are refused before the first step.</summary>
public class StatefulLayersTests
{
    [Fact]
    public void A_smaller_last_batch_is_told_before_a_weight_changes()
    {
        Sequential model = Compiled();
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ShapeException>(() => model.Fit(X(10), Y(10), batchSize: 4, verbose: Verbosity.Silent));
        Assert.Equal(
            "Fit: expected samples that fill their batches of 4, since LSTM 'lstm' is stateful and goes on with the states of the batch " +
            "before, but of 10 samples 2 are left for the last batch. Leave 2 out, or choose a batch size that divides 10.",
            exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
        model.Fit(X(10), Y(10), batchSize: 5, verbose: Verbosity.Silent);
    }

    [Fact]
    public void Layers_in_a_TimeDistributed_count_too()
    {
        var model = new Sequential(
            new Input([3, 4, 2]), new TimeDistributed(new TimeDistributed(new Dense(2))), new TimeDistributed(new GRU(2, stateful: true)),
            new Flatten(), new Dense(1));
        model.Compile("sgd", "mse");
        float[] before = SmallModels.WeightsOf(model);
        Assert.StartsWith(
            "Fit: expected samples that fill their batches of 2, since GRU ",
            Assert.Throws<ShapeException>(
                () => model.Fit(Tensor.Ones([5, 3, 4, 2]), Tensor.Ones([5, 1]), batchSize: 2, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
        model.Fit(Tensor.Ones([6, 3, 4, 2]), Tensor.Ones([6, 1]), batchSize: 2, verbose: Verbosity.Silent);
    }

    [Fact]
    public void Validation_of_another_size_is_told_too()
    {
        Sequential model = Compiled();
        float[] before = SmallModels.WeightsOf(model);
        Assert.StartsWith(
            "Fit, validation: expected batches of 4 samples, since LSTM 'lstm' is stateful",
            Assert.Throws<ShapeException>(
                () => model.Fit(X(8), Y(8), batchSize: 4, validationData: (X(2), Y(2)), verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Fit, validation: expected samples that fill their batches of 4, ",
            Assert.Throws<ShapeException>(
                () => model.Fit(X(10), Y(10), batchSize: 4, validationSplit: 0.2, validationData: (X(6), Y(6)), stepsPerEpoch: 2,
                    verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
        model.Fit(X(8), Y(8), batchSize: 4, validationData: (X(6), Y(6)), validationSteps: 1, verbose: Verbosity.Silent);
    }

    [Fact]
    public void Steps_that_end_before_the_rest_are_fine() =>
        Compiled().Fit(X(10), Y(10), batchSize: 4, stepsPerEpoch: 2, verbose: Verbosity.Silent);

    [Fact]
    public void Callbacks_of_ones_own_may_reset_the_states_between_passes()
    {
        Sequential model = Compiled();
        var reset = new LambdaCallback(onTestBegin: model.ResetStates, onTestEnd: _ => model.ResetStates());
        model.Fit(
            X(8), Y(8), batchSize: 4, epochs: 2, validationData: (X(2), Y(2)), callbacks: [reset], verbose: Verbosity.Silent);
    }

    [Fact]
    public void Evaluation_and_prediction_say_it_before_their_first_batch()
    {
        Sequential model = Compiled();
        Assert.StartsWith("Evaluate: ", Message(() => model.Evaluate(X(5), Y(5), batchSize: 4, verbose: Verbosity.Silent)),
            StringComparison.Ordinal);
        Assert.StartsWith("Predict: ", Message(() => model.Predict(X(5), batchSize: 4)), StringComparison.Ordinal);
        Assert.StartsWith("Predict: ", Message(() => model.Predict(new float[33 * 6], new float[33])), StringComparison.Ordinal);
        Assert.Null(((LSTM)model.Layers[0]).KeptBatch);

        model.Predict(X(4), batchSize: 4);
        Assert.Equal(
            "Predict: expected batches of 4 samples, since LSTM 'lstm' is stateful and goes on with the states of so many, but got 2. " +
            "Call ResetStates() first, or choose that batch size.",
            Message(() => model.Predict(X(2))));
        model.ResetStates();
        Assert.Equal([2, 1], model.Predict(X(2)).Shape);
    }

    // The moving averages of the normalization before it, and the states of the first layer, stay as they were.
    [Fact]
    public void A_stream_is_told_at_that_batch_before_it_changes_anything()
    {
        var first = new LSTM(3, stateful: true, returnSequences: true);
        var model = new Sequential([new BatchNormalization(), first, new LSTM(2, stateful: true), new Dense(1)], "m", new Input([3, 2]));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(X(4), Y(4));
        float[] before = SmallModels.WeightsOf(model);
        Assert.Contains("expected a batch of 4 samples but got 2", Message(() => model.TrainOnBatch(X(2), Y(2))), StringComparison.Ordinal);
        Assert.Contains(
            "expected a batch of 4 samples but got 2",
            Message(() => model.Fit([new Batch(X(2), Y(2))], verbose: Verbosity.Silent)), StringComparison.Ordinal);
        Assert.Contains("expected a batch of 4", Message(() => model.Predict([new Batch(X(2))])), StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    // The sample that is tried out to see the shapes is none of the data.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_class_of_ones_own_may_hold_one(bool isModel)
    {
        Model model = isModel ? new OwnModel() : new Sequential(new Input([3, 2]), new OwnLayer());
        model.Compile("sgd", "mse");
        model.TrainOnBatch(X(4), Tensor.Ones([4, 2]));
        float[] first = model.Predict(X(4), batchSize: 4).ToArray();
        Assert.Equal([Shape.Any, 2], model.OutputShape);
        Assert.NotEqual(first, model.Predict(X(4), batchSize: 4).ToArray());
    }

    private sealed class OwnModel : Model
    {
        private readonly LSTM _lstm;

        public OwnModel() => _lstm = AddLayer(new LSTM(2, stateful: true));

        protected override Tensor Call(Tensor input, bool training) => _lstm.Apply(input);
    }

    private sealed class OwnLayer : Layer
    {
        private readonly LSTM _lstm;

        public OwnLayer() => _lstm = AddLayer(new LSTM(2, stateful: true));

        protected override Tensor Call(Tensor input, bool training) => _lstm.Apply(input);
    }

    private static string Message(Action action) => Assert.Throws<ShapeException>(action).Message;

    private static Tensor X(int samples) => Tensor.From(TestData.Uniform(samples * 6, samples), [samples, 3, 2]);

    private static Tensor Y(int samples) => Tensor.Ones([samples, 1]);

    private static Sequential Compiled()
    {
        var model = new Sequential([new LSTM(3, stateful: true, name: "lstm"), new Dense(1)], "m", new Input([3, 2]));
        model.Compile("sgd", "mse");
        return model;
    }
}
