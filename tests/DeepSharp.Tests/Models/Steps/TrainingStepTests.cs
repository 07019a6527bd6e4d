using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class TrainingStepTests
{
    [Fact]
    public void A_test_in_the_middle_of_a_step_leaves_its_batch_alone()
    {
        var model = new TestsInside();
        model.Compile(new SGD(0.1f), "mse");
        model.TrainOnBatch(Tensor.Ones([4, 3]), Tensor.Zeros([4, 1]));
        Assert.Equal([4, 3], model.Seen);
    }

    [Fact]
    public void A_step_of_ones_own_made_of_the_parts_is_the_default_one()
    {
        (Tensor x, Tensor y) = SmallModels.Points(20);
        Assert.Equal(Train(new Plain()), Train(new Stepping(1f)));

        float[] Train(Model model)
        {
            model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
            model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false);
            return SmallModels.WeightsOf(model);
        }
    }

    [Fact]
    public void Reported_values_are_means_over_the_samples_in_the_history()
    {
        (Tensor x, Tensor y) = SmallModels.Points(3);
        Model model = new Stepping(2f);
        model.Compile(new SGD(0f), "sparse_categorical_crossentropy", ["accuracy"]);
        History history = model.Fit(x, y, batchSize: 2, verbose: Verbosity.Silent, validationData: (x, y));
        Assert.Equal(["accuracy", "loss", "samples", "val_accuracy", "val_loss"], history.Names);
        Assert.Equal((2 * 2 + 1 * 1) / 3.0, history["samples"][0], 1e-9);
        Assert.Equal(2 * history["val_loss"][0], history["loss"][0], 1e-5);
    }

    [Fact]
    public void A_step_of_ones_own_allocates_nothing()
    {
        (Tensor x, Tensor y) = SmallModels.Points(8);
        Model model = new Stepping(2f);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
        AllocationAssert.Zero(() => model.TestOnBatch(x, y));
    }

    [Fact]
    public void A_loss_that_a_layer_adds_is_part_of_the_loss()
    {
        var model = new Sequential(new Input([1]), new Adding());
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(3);
        Assert.Equal(5.0 / 3 + 3, model.TestOnBatch(x, y).Loss, 1e-6);
        Assert.Equal([0f, 1f, 2f], model.Predict(x).ToArray());
    }

    [Fact]
    public void Losses_of_layers_may_be_all_there_are()
    {
        var model = new Sequential(new Input([1]), new Dense(1, useBias: false, kernelInitializer: "ones"), new Adding());
        model.Compile(new SGD(0.1f));

        // The sum of w·x over 0, 1, 2: the gradient is 3.
        Assert.Equal(3, model.Fit(SmallModels.Numbers(3).X, verbose: Verbosity.Silent)["loss"][0], 1e-6);
        Assert.Equal(0.7f, model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void No_loss_at_all_is_refused()
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd");
        var exception = Assert.Throws<InvalidOperationException>(() => model.Fit(SmallModels.Numbers(3).X, verbose: Verbosity.Silent));
        Assert.Equal(
            "Training: expected a loss for 'factor', but Compile was given none and no layer called AddLoss. " +
            "Call Compile(optimizer, loss).",
            exception.Message);
    }

    private class Plain : Model
    {
        private readonly Sequential _inner;

        public Plain() : base("plain") => _inner = AddLayer(SmallModels.Classifier());

        protected override Tensor Call(Tensor input, bool training) => _inner.Apply(input, training);
    }

    private sealed class Stepping(float factor) : Plain
    {
        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            Tensor output = Apply(step.X, training: true);
            Tensor loss = step.ComputeLoss(output);
            step.Minimize(factor == 1f ? loss : factor * loss);
            step.UpdateMetrics(output);
            if (factor != 1f) step.Report("samples", step.SampleCount);
        }
    }

    private sealed class Adding : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            AddLoss(input);
            return input;
        }
    }

    private sealed class TestsInside : Model
    {
        private readonly DeepSharp.Layers.Dense _dense;

        public TestsInside() => _dense = AddLayer(new DeepSharp.Layers.Dense(1));

        public Shape Seen { get; private set; }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);

        protected override void TrainStep(TrainingStep step)
        {
            TestOnBatch(Tensor.Ones([5, 3]), Tensor.Zeros([5, 1]));
            Seen = step.X.Shape;
            base.TrainStep(step);
        }
    }
}
