using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class RegularizationTests
{
    // Weight 2, x = 1, target 2: the error is 0 and the penalty 0.5·4. Its gradient is 2·0.5·2 = 2, and the rate 0.1.
    [Fact]
    public void The_loss_and_the_step_include_the_penalty_of_a_weight()
    {
        Sequential model = Factor(Regularizer.L2(0.5f));
        Assert.Equal(2.0, model.TestOnBatch(Tensor.Ones([1, 1]), Tensor.Full([1, 1], 2f))["loss"], 1e-6);
        model.ResetMetrics();
        Assert.Equal(2.0, model.TrainOnBatch(Tensor.Ones([1, 1]), Tensor.Full([1, 1], 2f))["loss"], 1e-6);
        Assert.Equal(1.8f, model.Weights[0].Value.Item(), 1e-6f);
    }

    // The output is 2 for both samples: 0.5·(4 + 4) by 2 samples, with gradient 2·0.5·2 for each.
    [Fact]
    public void The_loss_and_the_step_include_the_penalty_of_an_output()
    {
        Sequential model = Factor(null, activity: Regularizer.L2(0.5f));
        Assert.Equal(2.0, model.TestOnBatch(Tensor.Ones([2, 1]), Tensor.Full([2, 1], 2f))["loss"], 1e-6);
        model.ResetMetrics();
        Assert.Equal(2.0, model.TrainOnBatch(Tensor.Ones([2, 1]), Tensor.Full([2, 1], 2f))["loss"], 1e-6);
        Assert.Equal(1.8f, model.Weights[0].Value.Item(), 1e-6f);
    }

    // Keras divides the penalty of an output by the samples, and nothing else: not that of a weight, nor what a layer adds.
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void The_penalty_of_an_output_is_that_of_one_sample_whatever_the_batch(int batch)
    {
        var sequence = new LSTM(2, returnSequences: true, activityRegularizer: Regularizer.L1(1)) { };
        var model = new Sequential([sequence, new Adding(), new Flatten()], "m", new Input([3, 1]));
        model.Compile(new SGD(0), "mse");
        Tensor x = Tensor.Ones([batch, 3, 1]), y = model.Predict(x);
        double penalty = model.Predict(Tensor.Ones([1, 3, 1])).ToArray().Sum(value => Math.Abs((double)value));
        Assert.Equal(penalty + 0.25 * batch, model.TestOnBatch(x, y)["loss"], 1e-5);
        Assert.Equal(
            penalty,
            new GradientTape().Record(() =>
            {
                sequence.ApplyWithStates(x);
                return sequence.Losses[0];
            }).Item(), 1e-5);
    }

    // Adds a quarter for each sample.
    private sealed class Adding : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training)
        {
            AddLoss(Tensor.Full([input.Shape[0]], 0.25));
            return input;
        }
    }

    [Fact]
    public void A_regularizer_without_a_shortcut_is_recorded_with_the_loss()
    {
        Sequential own = Factor(new Squares()), built = Factor(Regularizer.L2(0.5f));
        (Tensor x, Tensor y) = (Tensor.From([1f, 2f], [2, 1]), Tensor.From([0f, 1f], [2, 1]));
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(built.TrainOnBatch(x, y)["loss"], own.TrainOnBatch(x, y)["loss"], 1e-5);
            Assert.Equal(built.Weights[0].Value.Item(), own.Weights[0].Value.Item(), 1e-6f);
        }

        Assert.Equal(built.TestOnBatch(x, y)["loss"], own.TestOnBatch(x, y)["loss"], 1e-5);
    }

    // The penalties of weights are added to the gradients behind the tape's back: they have to be scaled as the loss is.
    [Fact]
    public void A_scaled_loss_trains_and_reports_as_one_that_is_not()
    {
        Sequential plain = Factor(Regularizer.L2(0.5f), Regularizer.L1(0.25f)),
            scaled = Factor(Regularizer.L2(0.5f), Regularizer.L1(0.25f));
        scaled.Compile(new SGD(0.1f, lossScaleFactor: 1024f), "mse");
        (Tensor x, Tensor y) = (Tensor.From([1f, 2f], [2, 1]), Tensor.From([0f, 1f], [2, 1]));
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(plain.TrainOnBatch(x, y)["loss"], scaled.TrainOnBatch(x, y)["loss"], 1e-6);
            Assert.Equal(plain.Weights[0].Value.Item(), scaled.Weights[0].Value.Item(), 1e-6f);
        }
    }

    public static TheoryData<Regularizer> Kinds => [Regularizer.L2(0.5f), new Squares(), Regularizer.Orthogonal(mode: "columns")];

    // Of both kinds: with a shortcut, and computed on the tape.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frozen_weight_has_no_penalty(Regularizer regularizer)
    {
        var dense = new Dense(2, useBias: false, kernelInitializer: "ones", kernelRegularizer: regularizer);
        var model = new Sequential([dense], "m", new Input([2]));
        model.Compile(new SGD(0.1f), "mse");
        (Tensor x, Tensor y) = (Tensor.Ones([1, 2]), Tensor.Full([1, 2], 2));
        Assert.NotEqual(0.0, model.TestOnBatch(x, y)["loss"], 1e-3);
        dense.Trainable = false;
        model.ResetMetrics();
        Assert.Equal(0.0, model.TestOnBatch(x, y)["loss"]);
        model.ResetMetrics();
        Assert.Equal(0.0, model.TrainOnBatch(x, y)["loss"]);
    }

    // Two steps of 2 samples with the weight at 2 in both: the penalty counts once a step, not once a sample.
    [Fact]
    public void Fit_and_Evaluate_report_the_loss_with_the_penalty()
    {
        Sequential model = Factor(Regularizer.L1(0.25f), rate: 0f);
        (Tensor x, Tensor y) = (Tensor.Ones([4, 1]), Tensor.Full([4, 1], 2f));
        History history = model.Fit(x, y, batchSize: 2, verbose: Verbosity.Silent, validationData: (x, y));
        Assert.Equal((0.5, 0.5), (history["loss"][0], history["val_loss"][0]));
        Assert.Equal(0.5, model.Evaluate(x, y, verbose: Verbosity.Silent)["loss"]);
    }

    [Fact]
    public void A_bias_has_a_regularizer_of_its_own()
    {
        var layer = new Dense(1, kernelRegularizer: "l1", biasRegularizer: Regularizer.L2(0.5f));
        layer.Build([Shape.Any, 2]);
        Assert.Equal([Regularizer.L1(), Regularizer.L2(0.5f)], layer.Weights.Select(weight => weight.Regularizer));
    }

    // The convolution is not fused with what follows: its own output is wanted.
    [Fact]
    public void The_output_of_a_convolution_before_a_pool_is_penalized()
    {
        Tensor x = Tensor.From(TestData.Uniform(2 * 7 * 7 * 2, 4), [2, 7, 7, 2]), y = Tensor.Zeros([2, 4, 2, 2]);
        var layer = new Conv2D(
            4, 3, activation: "relu", kernelInitializer: Initializer.HeNormal(1), activityRegularizer: Regularizer.L1(0.1f), name: "conv");
        var model = new Sequential([layer, new MaxPooling2D(2), new Reshaped()], "m", new Input([7, 7, 2]));
        model.Compile(new SGD(0f), "mse");
        var plain = new Sequential([Copy(layer), new MaxPooling2D(2), new Reshaped()], "n", new Input([7, 7, 2]));
        plain.Compile(new SGD(0f), "mse");
        plain.SetWeights(model.GetWeights());

        double penalty = 0.1 / 2 * layer.Apply(x).ToArray().Sum(value => (double)Math.Abs(value));
        Assert.Equal(plain.TestOnBatch(x, y)["loss"] + penalty, model.TestOnBatch(x, y)["loss"], 1e-5);
        TestData.AssertSameBits(plain.Predict(x).Span, model.Predict(x).Span, "prediction");

        static Conv2D Copy(Conv2D layer) => new(layer.Filters, layer.KernelSize, activation: layer.Activation, name: "conv");
    }

    [Fact]
    public void A_steady_training_step_with_penalties_and_every_option_allocates_nothing()
    {
        var model = new Sequential(
            [
                new Dense(8, "relu", kernelRegularizer: "l1", biasRegularizer: "l2", activityRegularizer: "l2"),
                new Dense(3, "softmax", kernelRegularizer: Regularizer.L1L2(0.1f, 0.1f)),
            ],
            "m", new Input([4]));
        var optimizer = new AdamW(
            new CosineDecay(0.01f, 100), clipNorm: 1f, useEma: true, emaOverwriteFrequency: 5, gradientAccumulationSteps: 2);
        var trainer = new Trainer(model, optimizer, "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(16);
        var batch = new StepBatch([x], [y], [null], 16);
        trainer.Weights.Prepare();
        AllocationAssert.Zero(() => trainer.TrainStep(batch));
        AllocationAssert.Zero(() => trainer.TestStep(batch));
    }

    [Fact]
    public void Averages_are_in_place_after_Fit()
    {
        Sequential model = Factor(null, rate: 0.25f, useEma: true);
        model.Fit(Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]), batchSize: 1, verbose: Verbosity.Silent, shuffle: false);

        // The weight halves twice, from 2 to 1 to 0.5: averages of 1 and then 0.5·1 + 0.5·0.5.
        Assert.Equal(0.75f, model.Weights[0].Value.Item(), 1e-6f);
    }

    [Fact]
    public void Regularizers_come_back_from_the_config()
    {
        var dense = new Dense(3, kernelRegularizer: "l1", biasRegularizer: "l2", activityRegularizer: Regularizer.L1L2(0.1f, 0.2f));
        var conv = new Conv2D(3, 3, kernelRegularizer: "l2", biasRegularizer: "l1", activityRegularizer: "orthogonal_regularizer");
        LayerTester.CheckConfig(() => dense);
        LayerTester.CheckConfig(() => conv);
        var copy = (Dense)Layer.FromConfig(dense.ToConfig());
        Assert.Equal(
            (dense.KernelRegularizer, dense.BiasRegularizer, dense.ActivityRegularizer),
            (copy.KernelRegularizer, copy.BiasRegularizer, copy.ActivityRegularizer));
    }

    private static Sequential Factor(Regularizer? kernel, Regularizer? activity = null, float rate = 0.1f, bool useEma = false)
    {
        var layer = new Dense(
            1, useBias: false, kernelInitializer: Initializer.Constant(2f), kernelRegularizer: kernel, activityRegularizer: activity,
            name: "dense");
        var model = new Sequential([layer], "factor", new Input([1]));
        model.Compile(new SGD(rate, useEma: useEma, emaMomentum: 0.5f), "mse");
        return model;
    }

    private sealed record Squares : Regularizer
    {
        public override string ClassName => "Squares";

        public override Tensor Apply(Tensor weight) => (weight * weight).Sum() * 0.5f;
    }

    private sealed class Reshaped : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => [input[0], 4, 2, 2];

        protected override Tensor Call(Tensor input, bool training) => input.Reshape([input.Shape[0], 4, 2, 2]);
    }
}
