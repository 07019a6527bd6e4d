using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class NonFiniteLossTests
{
    [Fact]
    public void Stops_the_training_before_the_weights_change()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        Sequential model = Trained(x, y);
        float[] before = SmallModels.WeightsOf(model);
        x[5, 2] = float.NaN;

        var exception = Assert.Throws<NonFiniteLossException>(
            () => model.Fit(x, y, batchSize: 8, verbose: Verbosity.Silent));

        Assert.Equal(
            "Training: expected a finite loss but sparse_categorical_crossentropy became NaN in step 3. " +
            "The trainable weights are those before this step. " +
            "Lower the learning rate (now 0.001), check the data for NaN, or scale the inputs.",
            exception.Message);
        TestData.AssertSameBits(before, SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void Leaves_a_model_that_goes_on_as_if_nothing_was()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        Sequential model = Trained(x, y);
        Sequential reference = Trained(x, y);

        Tensor bad = x.Clone();
        bad[5, 2] = float.NaN;
        Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(bad, y));

        foreach (Sequential each in new[] { model, reference }) each.Fit(x, y, verbose: Verbosity.Silent, shuffle: false);
        TestData.AssertSameBits(SmallModels.WeightsOf(reference), SmallModels.WeightsOf(model), "weights");
    }

    [Fact]
    public void A_loss_of_ones_own_is_not_taken_for_the_compiled_one_and_changes_before_it_stand()
    {
        var model = new Twice();
        model.Compile(new SGD(0.1f), "mse");
        var exception = Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1])));
        Assert.Equal(
            "Training: expected a finite loss but it became NaN in step 2. This loss has changed no weights. " +
            "Lower the learning rate (now 0.1), check the data for NaN, or scale the inputs.",
            exception.Message);
        Assert.Equal(0.8f, model.Weights[0].Value.Item(), 1e-6f);

        // What one step knows is not told of the next.
        Assert.Contains(
            "mean_squared_error became Infinity in step 2. The trainable weights are those before this step.",
            Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(Tensor.Full([1, 1], 1e30f), Tensor.Zeros([1, 1]))).Message,
            StringComparison.Ordinal);
    }

    private sealed class Twice : Model
    {
        private readonly Sequential _inner;

        public Twice() : base("twice", [1]) => _inner = AddLayer(SmallModels.Factor());

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply(input, training);

        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            step.Minimize(step.ComputeLoss(step.Apply()));
            step.Minimize(step.Apply()[0].Mean() * float.NaN);
        }
    }

    [Fact]
    public void An_infinite_loss_counts_too()
    {
        Sequential model = SmallModels.Factor(1e30f);
        model.Compile("sgd", "mse");
        var exception = Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1])));
        Assert.Contains("mean_squared_error became Infinity in step 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluating_reports_it_instead()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        Assert.True(double.IsNaN(model.Evaluate(Tensor.Full([1, 1], float.NaN), Tensor.Zeros([1, 1]), verbose: Verbosity.Silent).Loss));
    }

    private static Sequential Trained(Tensor x, Tensor y)
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        for (int i = 0; i < 2; i++) model.TrainOnBatch(x, y);
        return model;
    }

    [Fact]
    public void A_batch_with_a_NaN_does_not_touch_the_averages_of_a_normalization()
    {
        var model = new Sequential(new Dense(3, inputShape: [2]), new BatchNormalization(), new Dense(1));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.From([1, 2, 3, 5], [2, 2]), Tensor.Zeros([2, 1]));
        float[] before = SmallModels.WeightsOf(model);
        Assert.Throws<NonFiniteLossException>(() => model.TrainOnBatch(Tensor.From([1, float.NaN, 3, 5], [2, 2]), Tensor.Zeros([2, 1])));
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }
}
