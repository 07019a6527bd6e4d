namespace DeepSharp.Tests.Losses;

/// <summary>Targets with noise, below 0 and above 1, in custom loops: Keras's formulas hold for any number.</summary>
public class NoisyTargetTests
{
    private static readonly double[] s_noisy = [1.02, -0.05, 0.03, -0.02, 1.05, 3];
    private static readonly float[] s_probabilities = [0.1f, 0.7f, 0.2f, 0.3f, 0.3f, 0.4f];
    private static readonly float[] s_logits = [-1.2f, 0.4f, 2f, 0.3f, -0.8f, 1.1f];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Binary_crossentropy(double smoothing) => Check(
        Loss.BinaryCrossentropy(labelSmoothing: smoothing), s_probabilities, p => Binary(p, smoothing));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Binary_crossentropy_from_logits(double smoothing) => Check(
        Loss.BinaryCrossentropy(fromLogits: true, labelSmoothing: smoothing), s_logits,
        x => Binary([.. x.Select(Sigmoid)], smoothing));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Binary_crossentropy_of_what_a_sigmoid_gave(double smoothing) => Check(
        Loss.BinaryCrossentropy(labelSmoothing: smoothing), s_logits, x => Binary([.. x.Select(Sigmoid)], smoothing), x => x.Sigmoid());

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Categorical_crossentropy(double smoothing) => Check(
        Loss.CategoricalCrossentropy(labelSmoothing: smoothing), s_probabilities, p => Categorical(p, smoothing));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Categorical_crossentropy_from_logits(double smoothing) => Check(
        Loss.CategoricalCrossentropy(fromLogits: true, labelSmoothing: smoothing), s_logits,
        x => Categorical([.. x.Select(Math.Exp)], smoothing));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Categorical_crossentropy_of_what_a_softmax_gave(double smoothing) => Check(
        Loss.CategoricalCrossentropy(labelSmoothing: smoothing), s_logits, x => Categorical([.. x.Select(Math.Exp)], smoothing),
        x => x.Softmax());

    // Keras's discriminator: labels += 0.05 * random.
    [Fact]
    public void A_discriminator_learns_from_labels_with_noise()
    {
        Tensor x = Tensor.From(TestData.Uniform(24, seed: 3), [8, 3]);
        Tensor labels = Tensor.From([1.02f, 1.04f, 1.01f, 1.03f, 0.02f, 0.04f, -0.05f, 0.03f], [8, 1]);
        var model = new Sequential([new DeepSharp.Layers.Dense(1, kernelInitializer: Initializer.GlorotUniform(1))], "m", new Input([3]));
        var optimizer = new SGD(0.1);
        Loss loss = Loss.BinaryCrossentropy(fromLogits: true);
        float first = loss.Apply(labels, model.Apply(x)).Item();
        for (int step = 0; step < 20; step++)
        {
            var tape = new GradientTape();
            Tensor value = tape.Record(() => loss.Apply(labels, model.Apply(x, training: true)));
            optimizer.Apply(model.TrainableWeights, tape.Gradient(value, model.TrainableWeights));
        }

        Assert.True(loss.Apply(labels, model.Apply(x)).Item() < first);
    }

    private static void Check(Loss loss, float[] at, Func<double[], double> reference, Func<Tensor, Tensor>? function = null)
    {
        Tensor target = Tensor.From([.. s_noisy.Select(value => (float)value)], [2, 3]), prediction = Tensor.From(at, [2, 3]);
        GradientCheck.Run(
            () => loss.Apply(target, function is null ? prediction : function(prediction)), [prediction], x => [reference(x[0])]);
    }

    private static double Binary(double[] p, double smoothing) => s_noisy.Zip(p, (target, q) =>
    {
        double t = target * (1 - smoothing) + 0.5 * smoothing;
        return -t * Math.Log(q) - (1 - t) * Math.Log(1 - q);
    }).Average();

    private static double Categorical(double[] p, double smoothing)
    {
        double loss = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double sum = p.Skip(i / 3 * 3).Take(3).Sum();
            loss -= (s_noisy[i] * (1 - smoothing) + smoothing / 3) * Math.Log(p[i] / sum);
        }

        return loss / 2;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
