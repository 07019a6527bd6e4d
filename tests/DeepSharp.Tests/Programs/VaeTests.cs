using DeepSharp;
using DeepSharp.Layers;
using DeepSharp.Metrics;

namespace Programs;

/// <summary>Keras's variational autoencoder: a sampling layer, and a custom training step with three trackers.</summary>
public class VaeTests
{
    [Fact]
    public void Learns_to_draw_from_two_numbers()
    {
        Utils.SetRandomSeed(812);
        int latentDim = 2;
        var encoderInputs = new Input(shape: [28, 28, 1]);
        var x = new Conv2D(8, 3, activation: "relu", strides: 2, padding: "same").Apply(encoderInputs);
        x = new Conv2D(16, 3, activation: "relu", strides: 2, padding: "same").Apply(x);
        x = new Flatten().Apply(x);
        x = new Dense(16, activation: "relu").Apply(x);
        var zMean = new Dense(latentDim, name: "z_mean").Apply(x);
        var zLogVar = new Dense(latentDim, name: "z_log_var").Apply(x);
        var z = new Sampling().Apply(zMean, zLogVar);
        var encoder = new Model(encoderInputs, [zMean, zLogVar, z], name: "encoder");

        var latentInputs = new Input(shape: [latentDim]);
        x = new Dense(64, activation: "relu").Apply(latentInputs);
        x = new Dense(784, activation: "sigmoid").Apply(x);  // Keras: Conv2DTranspose, which is not here
        var decoderOutputs = new Reshape([28, 28, 1]).Apply(x);
        var decoder = new Model(latentInputs, decoderOutputs, name: "decoder");

        var ((digits, _), _) = Digits.Load(512, 1);
        var vae = new VAE(encoder, decoder);
        vae.Compile(optimizer: new Adam(0.002));
        var history = vae.Fit(digits.ExpandDims(-1) / 255, epochs: 30, batchSize: 32, verbose: 0);

        Assert.Equal(["kl_loss", "reconstruction_loss", "total_loss"], history.Names.Order());
        Assert.Equal(history["total_loss"][^1], history["reconstruction_loss"][^1] + history["kl_loss"][^1], 1e-2);
        Assert.True(history["total_loss"][^1] < 0.8 * history["total_loss"][0], $"{history["total_loss"][0]} to {history["total_loss"][^1]}");
        Assert.True(history["kl_loss"][^1] > 0.5, $"the code says nothing: {history["kl_loss"][^1]}");
        var (left, right) = (decoder.Predict(new float[,] { { -1, 0 } }), decoder.Predict(new float[,] { { 1, 0 } }));
        Assert.True((left - right).Square().Mean().Item() > 1e-3, "Other codes draw other pictures.");
    }

    private sealed class Sampling : Layer
    {
        private readonly RandomStream _seedGenerator = new(1337);

        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
        {
            var (zMean, zLogVar) = (inputs[0], inputs[1]);
            var epsilon = Ops.RandomNormal(zMean.Shape, _seedGenerator);
            return zMean + Ops.Exp(0.5 * zLogVar) * epsilon;
        }
    }

    private sealed class VAE : Model
    {
        private readonly Model _encoder, _decoder;
        private readonly Mean _totalLossTracker, _reconstructionLossTracker, _klLossTracker;

        public VAE(Model encoder, Model decoder)
        {
            (_encoder, _decoder) = (AddLayer(encoder), AddLayer(decoder));             // self.encoder = encoder
            _totalLossTracker = AddMetric(Metric.Mean(name: "total_loss"));            // and no property metrics
            _reconstructionLossTracker = AddMetric(Metric.Mean(name: "reconstruction_loss"));
            _klLossTracker = AddMetric(Metric.Mean(name: "kl_loss"));
        }

        protected override void TrainStep(TrainingStep step)                           // no GradientTape: the step records
        {
            var code = _encoder.ApplyAll(step.X);                                      // z_mean, z_log_var, z = self.encoder(data)
            var (zMean, zLogVar, z) = (code[0], code[1], code[2]);
            var reconstruction = _decoder.Apply(z);
            var reconstructionLoss = Ops.Mean(Ops.Sum(Loss.BinaryCrossentropy().PerSample(step.X, reconstruction), axis: [1, 2]));
            var klLoss = -0.5 * (1 + zLogVar - Ops.Square(zMean) - Ops.Exp(zLogVar));
            klLoss = Ops.Mean(Ops.Sum(klLoss, axis: 1));
            var totalLoss = reconstructionLoss + klLoss;
            var grads = step.Gradient(totalLoss, TrainableWeights);
            Optimizer!.ApplyGradients(grads.Zip(TrainableWeights));
            _totalLossTracker.UpdateState(totalLoss);                                  // and no dictionary is returned
            _reconstructionLossTracker.UpdateState(reconstructionLoss);
            _klLossTracker.UpdateState(klLoss);
        }
    }
}
