using DeepSharp.Layers;
using DeepSharp.Metrics;

namespace DeepSharp.Tests.Models;

// The three examples by which Keras explains custom steps.
public class KerasExampleTests
{
    [Fact]
    public void A_training_step_with_trackers_of_its_own_reports_them_and_them_alone()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(8);
        var model = new Tracking();
        model.Compile("adam");
        History history = model.Fit(x / 8f, x / 4f, batchSize: 4, epochs: 60, verbose: Verbosity.Silent, shuffle: false);
        Assert.Equal(["loss", "mae"], history.Names);
        Assert.Equal(["loss", "mae"], model.Metrics.Select(metric => metric.Name));
        Assert.True(history["loss"][^1] < 0.7 * history["loss"][0], $"from {history["loss"][0]} to {history["loss"][^1]}");

        // Each epoch begins again: the mean over two batches of the last, not over all.
        Assert.Equal(history["loss"][^1], Assert.IsType<Mean>(model.Metrics[0]).Result);
    }

    [Fact]
    public void A_variational_autoencoder_learns_with_a_loss_that_its_sampling_layer_adds()
    {
        float[] values = TestData.Uniform(64 * 6, seed: 4);
        for (int i = 0; i < values.Length; i++) values[i] = values[i - i % 3] * (1 + i % 3);
        Tensor x = Tensor.From(values, [64, 6]);
        var input = new Input([6]);
        SymbolicTensor hidden = new Dense(16, "relu", kernelInitializer: Initializer.HeNormal(1)).Apply(input);
        SymbolicTensor mean = new Dense(2, kernelInitializer: Initializer.GlorotUniform(2), name: "mean").Apply(hidden);
        SymbolicTensor logVariance = new Dense(2, kernelInitializer: Initializer.GlorotUniform(3), name: "log_var").Apply(hidden);
        SymbolicTensor z = new Sampling(seed: 5).Apply(mean, logVariance);
        var encoder = new Model(input, SymbolicGroup.Named(("mean", mean), ("log_var", logVariance), ("z", z)), "encoder");
        var decoder = new Sequential(
            [
                new Dense(16, "relu", kernelInitializer: Initializer.HeNormal(4)),
                new Dense(6, kernelInitializer: Initializer.GlorotUniform(6)),
            ],
            "decoder", new Input([2]));
        SymbolicTensor[] code = encoder.ApplyAll(input);
        var vae = new Model(input, decoder.Apply(code[2]), "vae");
        vae.Compile(new Adam(0.01f), "mse");
        History history = vae.Fit(x, x, batchSize: 16, epochs: 40, verbose: Verbosity.Silent, seed: 1);
        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], $"from {history["loss"][0]} to {history["loss"][^1]}");

        // Without the term that the layer adds the loss would be the reconstruction alone.
        double reconstruction = vae.Predict(x).ToArray().Zip(values, (a, b) => (double)(a - b) * (a - b)).Average();
        Assert.True(vae.Evaluate(x, x, verbose: Verbosity.Silent).Loss > reconstruction + 1e-4);
        Assert.Equal(["log_var", "mean", "z"], encoder.PredictAll(x).Names);
    }

    [Fact]
    public void A_generative_adversarial_network_trains_with_two_optimizers()
    {
        float[] real = new float[128];
        new RandomStream(3).FillNormal(real, mean: 2f, standardDeviation: 0.1f);
        var gan = new Adversarial();
        gan.Compile(new Adam(0.02f), new Adam(0.02f), Loss.BinaryCrossentropy(fromLogits: true));
        float before = gan.Generate(64).Mean().Item();
        History history = gan.Fit(
            Tensor.From(real, [128, 1]), batchSize: 32, epochs: 60, verbose: Verbosity.Silent, seed: 1);
        float after = gan.Generate(64).Mean().Item();
        Assert.Equal(["d_loss", "g_loss"], history.Names);
        Assert.True(Math.Abs(after - 2) < 0.5 * Math.Abs(before - 2), $"The mean went from {before} to {after}.");
        Assert.Equal(240, gan.GeneratorOptimizer.Iterations);
        Assert.Equal(240, gan.DiscriminatorOptimizer.Iterations);
    }

    [Fact]
    public void Each_optimizer_of_a_step_changes_its_own_weights()
    {
        var gan = new Adversarial { TrainsGenerator = false };
        gan.Compile(new SGD(0.1f), new SGD(0.1f), Loss.BinaryCrossentropy(fromLogits: true));
        float[] generator = SmallModels.WeightsOf(gan.Generator), discriminator = SmallModels.WeightsOf(gan.Discriminator);
        gan.TrainOnBatch(Tensor.Ones([4, 1]));
        Assert.Equal(generator, SmallModels.WeightsOf(gan.Generator));
        Assert.NotEqual(discriminator, SmallModels.WeightsOf(gan.Discriminator));
    }

    [Fact]
    public void What_is_not_overridden_says_so_when_it_is_asked_for()
    {
        var gan = new Adversarial();
        var exception = Assert.ThrowsAny<InvalidOperationException>(() => gan.Predict(Tensor.Ones([2, 1])));
        Assert.Contains(
            "expected a class that overrides Call, since the model was not made of symbolic tensors.", exception.Message,
            StringComparison.Ordinal);
    }

    private sealed class Tracking : Model
    {
        private readonly Dense _dense;
        private readonly Mean _loss;
        private readonly Metric _error;

        public Tracking()
            : base("tracking")
        {
            _dense = AddLayer(new Dense(1, kernelInitializer: Initializer.GlorotUniform(1)));
            _loss = AddMetric(Metric.Mean("loss"));
            _error = AddMetric(Metric.MeanAbsoluteError("mae"));
        }

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input, training);

        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            Tensor prediction = Apply(step.X, training: true);
            Tensor loss = Loss.MeanSquaredError().Apply(step.Y, prediction);
            Optimizer!.Apply(TrainableWeights, step.Gradient(loss, TrainableWeights));
            _loss.Update(loss);
            _error.Update(step.Y, prediction);
        }
    }

    // Draws from the distribution that the encoder says, and adds how far that is from the standard one.
    private sealed class Sampling(int seed) : Layer("sampling")
    {
        private readonly RandomStream _random = new(seed);

        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
        {
            (Tensor mean, Tensor logVariance) = (inputs[0], inputs[1]);
            AddLoss(-0.005f * (1f + logVariance - mean.Square() - logVariance.Exp()).Mean());
            return training ? mean + (0.5f * logVariance).Exp() * DeepSharp.Ops.RandomNormal(mean.Shape, _random) : mean;
        }
    }

    private sealed class Adversarial : Model
    {
        private readonly RandomStream _random = new(7);
        private Loss _loss = null!;

        public Adversarial()
            : base("gan")
        {
            Generator = AddLayer(new Sequential(
                [new Dense(1, kernelInitializer: Initializer.Constant(0.5f), name: "generate")], "generator", new Input([1])));
            Discriminator = AddLayer(new Sequential(
                [
                    new Dense(8, "tanh", kernelInitializer: Initializer.GlorotUniform(1), name: "hidden"),
                    new Dense(1, kernelInitializer: Initializer.GlorotUniform(2), name: "judge"),
                ],
                "discriminator", new Input([1])));
        }

        public Sequential Generator { get; }

        public Sequential Discriminator { get; }

        public Optimizer GeneratorOptimizer { get; private set; } = null!;

        public Optimizer DiscriminatorOptimizer { get; private set; } = null!;

        public bool TrainsGenerator { get; init; } = true;

        public void Compile(Optimizer discriminator, Optimizer generator, Loss loss)
        {
            Compile();
            (DiscriminatorOptimizer, GeneratorOptimizer, _loss) = (discriminator, generator, loss);
        }

        public Tensor Generate(int count)
        {
            Tensor noise = Tensor.Zeros([count, 1]);
            _random.FillNormal(noise.Span);
            return Generator.Apply(noise, training: true);
        }

        protected override void TrainStep(TrainingStep step)
        {
            ArgumentNullException.ThrowIfNull(step);
            int count = step.SampleCount;
            Tensor real = Tensor.Ones([count, 1]), made = Tensor.Zeros([count, 1]);
            Tensor loss = _loss.Apply(real, Discriminator.Apply(step.X, training: true))
                + _loss.Apply(made, Discriminator.Apply(DeepSharp.Ops.StopGradient(Generate(count)), training: true));
            step.Report("d_loss", step.Minimize(loss, DiscriminatorOptimizer, Discriminator.TrainableWeights));
            if (!TrainsGenerator) return;

            loss = _loss.Apply(real, Discriminator.Apply(Generate(count), training: true));
            step.Report("g_loss", step.Minimize(loss, GeneratorOptimizer, Generator.TrainableWeights));
        }
    }
}
