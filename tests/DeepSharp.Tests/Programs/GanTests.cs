using DeepSharp;
using DeepSharp.Layers;
using DeepSharp.Metrics;

namespace Programs;

/// <summary>Keras's GAN with a custom training step, and noise on the labels; over points instead of faces.</summary>
public class GanTests
{
    [Fact]
    public void Learns_where_the_points_are()
    {
        Utils.SetRandomSeed(812);
        int latentDim = 4;
        var discriminator = new Sequential(
        [
            new Input(shape: [2]), new Dense(32), new ReLU(negativeSlope: 0.2), new Dropout(0.2),   // layers.LeakyReLU(negative_slope=0.2)
            new Dense(1, activation: "sigmoid"),
        ], name: "discriminator");
        var generator = new Sequential(
            [new Input(shape: [latentDim]), new Dense(32), new ReLU(negativeSlope: 0.2), new Dense(2)], name: "generator");

        var dataset = Tensor.From([2f, -1f]) + Tensor.RandomNormal([512, 2], stddev: 0.2, seed: 3);
        var gan = new GAN(discriminator: discriminator, generator: generator, latentDim: latentDim);
        gan.Compile(dOptimizer: new Adam(learningRate: 0.002), gOptimizer: new Adam(learningRate: 0.002), lossFn: Loss.BinaryCrossentropy());
        var monitor = new GANMonitor(numImg: 200, latentDim: latentDim);
        gan.Fit(dataset, epochs: 150, verbose: 0, callbacks: [monitor]);

        // The made points come to where the real ones are.
        double first = monitor.Distances[0], last = monitor.Distances.TakeLast(50).Average();
        Assert.True(last < 0.5 * first, $"from {first:F2} to {last:F2}");
    }

    private sealed class GAN : Model
    {
        private readonly int _latentDim;
        private readonly RandomStream _seedGenerator = new(1337);
        private readonly Mean _dLossMetric, _gLossMetric;
        private Optimizer _dOptimizer = null!, _gOptimizer = null!;
        private Loss _lossFn = null!;

        public GAN(Model discriminator, Model generator, int latentDim)
        {
            (Discriminator, Generator, _latentDim) = (AddLayer(discriminator), AddLayer(generator), latentDim);
            (_dLossMetric, _gLossMetric) = (AddMetric(Metric.Mean(name: "d_loss")), AddMetric(Metric.Mean(name: "g_loss")));
        }

        public Model Discriminator { get; }

        public Model Generator { get; }

        public void Compile(Optimizer dOptimizer, Optimizer gOptimizer, Loss lossFn)
        {
            base.Compile();
            (_dOptimizer, _gOptimizer, _lossFn) = (dOptimizer, gOptimizer, lossFn);
        }

        protected override void TrainStep(TrainingStep step)
        {
            var realImages = step.X;
            int batchSize = realImages.Shape[0];
            var randomLatentVectors = Ops.RandomNormal([batchSize, _latentDim], _seedGenerator);
            var generatedImages = Generator.Apply(randomLatentVectors);
            var combinedImages = Ops.Concatenate([generatedImages, realImages], axis: 0);
            var labels = Ops.Concatenate([Ops.Ones([batchSize, 1]), Ops.Zeros([batchSize, 1])], axis: 0);
            labels += 0.05 * Ops.RandomUniform(labels.Shape, _seedGenerator);
            var dLoss = _lossFn.Apply(labels, Discriminator.Apply(combinedImages));
            var grads = step.Gradient(dLoss, Discriminator.TrainableWeights);
            _dOptimizer.ApplyGradients(grads.Zip(Discriminator.TrainableWeights));

            randomLatentVectors = Ops.RandomNormal([batchSize, _latentDim], _seedGenerator);
            var misleadingLabels = Ops.Zeros([batchSize, 1]);
            var gLoss = _lossFn.Apply(misleadingLabels, Discriminator.Apply(Generator.Apply(randomLatentVectors)));
            grads = step.Gradient(gLoss, Generator.TrainableWeights);
            _gOptimizer.ApplyGradients(grads.Zip(Generator.TrainableWeights));
            _dLossMetric.UpdateState(dLoss);
            _gLossMetric.UpdateState(gLoss);
        }
    }

    private sealed class GANMonitor(int numImg, int latentDim) : Callback
    {
        public List<double> Distances { get; } = [];

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            var made = ((GAN)Model).Generator.Apply(Tensor.RandomNormal([numImg, latentDim], seed: 42));
            Distances.Add(Math.Sqrt((Ops.Mean(made, axis: 0) - Tensor.From([2f, -1f])).Square().Sum().Item()));
        }
    }
}
