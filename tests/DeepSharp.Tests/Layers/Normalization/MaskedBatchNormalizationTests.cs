using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Normalization;

public class MaskedBatchNormalizationTests
{
    private const int Channels = 5;

    private static readonly Shape s_input = [3, 4, Channels];

    // Padding behind and in front, and a sample of nothing else.
    private static readonly float[] s_mask = [1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0];

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Moments_are_those_of_what_counts_and_all_is_normalized(bool scale, bool center)
    {
        Layer layer = LayerTester.Build(() => new BatchNormalization(scale: scale, center: center, name: "b"), s_input);
        Tensor x = LayerTester.RandomInput(s_input), mask = Tensor.From(s_mask, [3, 4]);
        GradientCheck.Run(
            () => layer.ApplyMasked(x, mask, training: true), [x, .. layer.TrainableWeights.Select(weight => weight.Value)],
            at => Reference(at[0], scale ? at[1] : null, center ? at[^1] : null));
    }

    // Of channel 0 the values 1 and 3 count: mean 2, variance 1. The statistics start at 0 and 1.
    [Fact]
    public void The_statistics_move_to_the_moments_of_what_counts()
    {
        var layer = new BatchNormalization(momentum: 0.75f, epsilon: 0f);
        Tensor y = layer.ApplyMasked(Tensor.From([1, 3, 100, 4], [1, 4, 1]), Tensor.From([1, 1, 0, 0], [1, 4]), training: true);
        Assert.Equal([-1, 1, 98, 2], y.ToArray());
        Assert.Equal([0.5f], layer.MovingMean!.Value.ToArray());
        Assert.Equal([1f], layer.MovingVariance!.Value.ToArray());
    }

    [Fact]
    public void Where_nothing_counts_mean_and_variance_are_0()
    {
        var layer = new BatchNormalization(momentum: 0.5f, epsilon: 0.25f);
        Tensor y = layer.ApplyMasked(Tensor.From([1, 3], [1, 2, 1]), Tensor.Zeros([1, 2]), training: true);
        Assert.Equal([2, 6], y.ToArray());
        Assert.Equal([0f], layer.MovingMean!.Value.ToArray());
        Assert.Equal([0.5f], layer.MovingVariance!.Value.ToArray());
    }

    [Fact]
    public void A_large_constant_column_is_beta_and_has_no_gradient()
    {
        var layer = new BatchNormalization(betaInitializer: Initializer.Constant(0.5));
        Tensor x = Tensor.Full(s_input, 1.7e9), mask = Tensor.From(s_mask, [3, 4]);
        var tape = new GradientTape();
        tape.Watch(x);

        Tensor y = tape.Record(() => layer.ApplyMasked(x, mask, training: true));
        float[] gradient = tape.Gradient(y, [x], mask.Reshape([3, 4, 1]) * Tensor.Ones(s_input))[0]!.ToArray();

        Assert.All(y.ToArray(), value => Assert.Equal(0.5f, value));
        Assert.All(gradient.Where((_, i) => s_mask[i / Channels] != 0), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_mask_of_ones_changes_nothing()
    {
        Layer layer = LayerTester.Build(() => new BatchNormalization(), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        TestData.AssertSameBits(
            layer.Apply(x, training: true).Span, layer.ApplyMasked(x, Tensor.Ones([3, 4]), training: true).Span, "output");
    }

    [Fact]
    public void Inference_does_not_look_at_the_mask_and_hands_it_on()
    {
        Layer layer = LayerTester.Build(() => new BatchNormalization(), s_input);
        Tensor x = LayerTester.RandomInput(s_input), mask = Tensor.From(s_mask, [3, 4]);
        Tensor y = layer.ApplyMasked(x, mask);
        Assert.Equal(layer.Apply(x).ToArray(), y.ToArray());
        Assert.Same(mask, y.Mask);
    }

    [Fact]
    public void A_masked_training_step_allocates_nothing()
    {
        Layer layer = LayerTester.Build(() => new BatchNormalization(), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        x.Mask = Tensor.From(s_mask, [3, 4]);
        LayerTester.CheckAllocations(layer, x);
    }

    [Fact]
    public void Masks_and_axes_that_do_not_fit_are_refused()
    {
        var layer = new BatchNormalization(name: "b");
        Assert.Equal(
            "BatchNormalization 'b': expected a mask with one axis less than the input, (2, 3, 2) for (2, 3, 2, 4), but got (2, 3).",
            Assert.Throws<ShapeException>(() => layer.ApplyMasked(Tensor.Zeros([2, 3, 2, 4]), Tensor.Ones([2, 3]),
                training: true)).Message);
        var first = new BatchNormalization(axis: 1, name: "b");
        Assert.Throws<ShapeException>(() => first.ApplyMasked(Tensor.Zeros([2, 3, 4]), Tensor.Ones([2, 4]), training: true));
    }

    // Keras's mask lacks the last axis of the input, so that it says for each channel what counts.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-2)]
    public void With_channels_elsewhere_the_mask_is_one_for_each_channel(int axis)
    {
        Shape input = [2, 3, 4, 5];
        Layer layer = LayerTester.Build(() => new BatchNormalization(axis, name: "b"), input);
        float[] counted = [.. Enumerable.Range(0, 24).Select(i => i % 5 is 0 or 3 || i is > 15 and < 20 ? 0f : 1f)];
        Tensor x = LayerTester.RandomInput(input), mask = Tensor.From(counted, [2, 3, 4]);
        GradientCheck.Run(
            () => layer.ApplyMasked(x, mask, training: true), [x, .. layer.TrainableWeights.Select(weight => weight.Value)],
            at => Elsewhere(at[0], at[1], at[2], counted, input, input.NormalizeAxis(axis)));
        x.Mask = mask;
        LayerTester.CheckAllocations(layer, x);
    }

    [Fact]
    public void A_channel_of_which_nothing_counts_has_mean_and_variance_0()
    {
        var layer = new BatchNormalization(axis: 1, momentum: 0.5f, epsilon: 0.25f);
        Tensor y = layer.ApplyMasked(Tensor.From([1, 3, 2, 4], [1, 2, 2]), Tensor.From([0, 1], [1, 2]), training: true);
        float one = 1 / MathF.Sqrt(1.25f);
        Assert.Equal([2, 6, -one, one], y.ToArray(), (a, b) => MathF.Abs(a - b) < 1e-5f);
        Assert.Equal([0f, 1.5f], layer.MovingMean!.Value.ToArray());
    }

    private static double[] Elsewhere(double[] x, double[] gamma, double[] beta, float[] mask, Shape shape, int axis)
    {
        int after = shape[(axis + 1)..].Size, last = shape[^1];
        var y = new double[x.Length];
        for (int channel = 0; channel < shape[axis]; channel++)
        {
            int[] places = [.. Enumerable.Range(0, x.Length).Where(i => i / after % shape[axis] == channel)];
            int[] counted = [.. places.Where(i => mask[i / last] != 0)];
            double mean = counted.Average(i => x[i]), variance = counted.Average(i => Math.Pow(x[i] - mean, 2));
            foreach (int i in places) y[i] = gamma[channel] * (x[i] - mean) / Math.Sqrt(variance + 1e-3f) + beta[channel];
        }

        return y;
    }

    private static double[] Reference(double[] x, double[]? gamma, double[]? beta)
    {
        int[] counted = [.. Enumerable.Range(0, s_mask.Length).Where(row => s_mask[row] != 0)];
        var moments = new (double Mean, double Variance)[Channels];
        for (int c = 0; c < Channels; c++)
        {
            double mean = counted.Average(row => x[row * Channels + c]);
            moments[c] = (mean, counted.Average(row => Math.Pow(x[row * Channels + c] - mean, 2)));
        }

        return NormalizationReference.Normalize(x, moments, gamma, beta, 1e-3f);
    }
}
