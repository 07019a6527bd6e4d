using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's WGAN-GP: a critic of images whose gradients are held to the length 1. docs/training.md has the class.</summary>
public class WganGpTests
{
    [Fact]
    public void A_critic_comes_to_gradients_of_length_1()
    {
        Utils.SetRandomSeed(812);
        var critic = new Sequential(
        [
            new Input([12, 12, 1]), new Conv2D(8, 5, strides: 2, padding: "same"), new LeakyReLU(0.2f), new Dropout(0.1f),
            new Conv2D(16, 5, strides: 2, padding: "same", activation: "elu"), new LayerNormalization(), new Flatten(), new Dense(1),
        ]);
        var generator = new Sequential(
        [
            new Input([8]), new Dense(6 * 6 * 4), new BatchNormalization(), new LeakyReLU(0.2f), new Reshape([6, 6, 4]),
            new UpSampling2D(2), new Conv2D(1, 3, padding: "same", activation: "tanh"),
        ]);

        var gan = new WGAN(critic, generator);
        gan.Compile(new Adam(0.001, beta1: 0.5f, beta2: 0.9f), new Adam(0.001, beta1: 0.5f, beta2: 0.9f));
        Tensor images = Squares(256);
        double before = Penalty(critic, images);
        History history = gan.Fit(images, epochs: 6, batchSize: 32, verbose: 0);

        double after = Penalty(critic, images);
        Assert.True(after < 0.1, $"The gradients are {Math.Sqrt(after):F3} from the length 1, and were {Math.Sqrt(before):F3}.");
        Assert.True(after < 0.5 * before, $"{before} to {after}");
        Assert.All(history["c_loss"], loss => Assert.True(double.IsFinite(loss)));
        Assert.True(history["c_loss"][^1] < 0, "The critic tells real images from made ones.");
    }

    private sealed class WGAN : Model
    {
        private readonly Sequential _critic, _generator;
        private readonly RandomStream _stream = new(1337);
        private Optimizer _c = null!, _g = null!;

        public WGAN(Sequential critic, Sequential generator) =>
            (_critic, _generator) = (AddLayer(critic), AddLayer(generator));

        public void Compile(Optimizer c, Optimizer g)
        {
            Compile();
            (_c, _g) = (c, g);
        }

        protected override void TrainStep(TrainingStep step)
        {
            Tensor real = step.X, fake = Ops.StopGradient(_generator.Apply(Noise(step.SampleCount), training: true));
            Tensor worth = Ops.Mean(_critic.Apply(fake, training: true)) - Ops.Mean(_critic.Apply(real, training: true));
            step.Report("c_loss", step.Minimize(worth + 10 * Penalty(real, fake), _c, _critic.TrainableWeights));

            fake = _generator.Apply(Noise(step.SampleCount), training: true);
            Tensor loss = -Ops.Mean(_critic.Apply(fake, training: true));
            step.Report("g_loss", step.Minimize(loss, _g, _generator.TrainableWeights));
        }

        private Tensor Penalty(Tensor real, Tensor fake)
        {
            Tensor share = Ops.RandomUniform([real.Shape[0], 1, 1, 1], _stream);
            Tensor between = real + share * (fake - real);
            var tape = new GradientTape();
            tape.Watch(between);
            Tensor judged = tape.Record(() => _critic.Apply(between, training: true));
            Tensor slope = tape.Gradient(judged, between)[0]!;
            Tensor length = Ops.Sqrt(Ops.Sum(Ops.Square(slope), [1, 2, 3]) + 1e-12);
            return Ops.Mean(Ops.Square(length - 1));
        }

        private Tensor Noise(int count) => Ops.RandomNormal([count, 8], _stream);
    }

    private static double Penalty(Sequential critic, Tensor images)
    {
        var tape = new GradientTape();
        tape.Watch(images);
        Tensor slope = tape.Gradient(tape.Record(() => critic.Apply(images)), images)[0]!;
        return (slope.Square().Sum([1, 2, 3]).Sqrt() - 1).Square().Mean().Item();
    }

    // Bright squares on dark ground, of any place and size.
    private static Tensor Squares(int count)
    {
        var random = new Random(5);
        Tensor images = Tensor.Full([count, 12, 12, 1], -1);
        for (int image = 0; image < count; image++)
        {
            (int top, int left, int size) = (random.Next(6), random.Next(6), random.Next(3, 6));
            for (int i = 0; i < size * size; i++) images.Span[image * 144 + (top + i / size) * 12 + left + i % size] = 1;
        }

        return images;
    }
}
