namespace DeepSharp.Tests.Losses;

public class LossGradientTests
{
    private static readonly float[] s_probabilities = [0.1f, 0.7f, 0.2f, 0.3f, 0.3f, 0.4f];
    private static readonly float[] s_logits = [-1.2f, 0.4f, 2f, 0.3f, -0.8f, 1.1f];
    private static readonly double[] s_oneHot = [0, 1, 0, 0, 0, 1];

    [Fact]
    public void Of_mean_squared_error() =>
        Check(Loss.MeanSquaredError(), s_oneHot, s_logits, p => Mean(p, (t, q) => (t - q) * (t - q)));

    [Fact]
    public void Of_mean_absolute_error() => Check(Loss.MeanAbsoluteError(), s_oneHot, s_logits, p => Mean(p, (t, q) => Math.Abs(t - q)));

    [Fact]
    public void Of_binary_crossentropy() => Check(
        Loss.BinaryCrossentropy(), s_oneHot, s_probabilities, p => Mean(p, (t, q) => -t * Math.Log(q) - (1 - t) * Math.Log(1 - q)));

    [Fact]
    public void Of_binary_crossentropy_from_logits_with_smoothing() => Check(
        Loss.BinaryCrossentropy(fromLogits: true, labelSmoothing: 0.2f), s_oneHot, s_logits,
        p => Mean(p, (t, q) => Math.Log(1 + Math.Exp(q)) - (0.8f * t + 0.1f) * q));

    [Fact]
    public void Of_categorical_crossentropy() => Check(
        Loss.CategoricalCrossentropy(), s_oneHot, s_probabilities, p => Rows(p, (t, q) => -Math.Log(Share(t, q) / q.Sum())));

    [Fact]
    public void Of_categorical_crossentropy_from_logits() => Check(
        Loss.CategoricalCrossentropy(fromLogits: true), s_oneHot, s_logits,
        p => Rows(p, (t, q) => Math.Log(q.Sum(Math.Exp)) - Share(t, q)));

    [Fact]
    public void Of_sparse_crossentropy() => CheckLabels(
        Loss.SparseCategoricalCrossentropy(), s_probabilities, p => Rows(p, (t, q) => -Math.Log(Share(t, q) / q.Sum())));

    [Fact]
    public void Of_sparse_crossentropy_from_logits() => CheckLabels(
        Loss.SparseCategoricalCrossentropy(fromLogits: true), s_logits, p => Rows(p, (t, q) => Math.Log(q.Sum(Math.Exp)) - Share(t, q)));

    private static void Check(Loss loss, double[] target, float[] prediction, Func<double[], double> reference) =>
        Run(loss, Tensor.From(Array.ConvertAll(target, value => (float)value), [2, 3]), prediction, reference);

    private static void CheckLabels(Loss loss, float[] prediction, Func<double[], double> reference) =>
        Run(loss, Tensor.FromLabels([1, 2]), prediction, reference);

    private static void Run(Loss loss, Tensor target, float[] prediction, Func<double[], double> reference)
    {
        Tensor p = Tensor.From(prediction, [2, 3]);
        GradientCheck.Run(() => loss.Apply(target, p), [p], at => [reference(at[0])]);
    }

    private static double Mean(double[] p, Func<double, double, double> loss) => s_oneHot.Zip(p, loss).Average();

    private static double Rows(double[] p, Func<double[], double[], double> loss) =>
        (loss(s_oneHot[..3], p[..3]) + loss(s_oneHot[3..], p[3..])) / 2;

    private static double Share(double[] target, double[] p) => target.Zip(p, (t, q) => t * q).Sum();
}
