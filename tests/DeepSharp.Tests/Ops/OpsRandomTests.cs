using DeepSharp.Layers;
using static DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

public class OpsRandomTests
{
    private const int Many = 200_000;

    // The mean of n numbers of deviation s is within 5·s/√n of theirs but once in two million.
    [Fact]
    public void Normal_numbers_have_the_moments_asked_for()
    {
        foreach (Tensor x in (Tensor[])[Tensor.RandomNormal([Many], 3, 2, seed: 1), RandomNormal([Many], 3, 2, seed: 2)])
        {
            (double mean, double deviation) = Moments(x);
            Assert.Equal(3, mean, 5 * 2 / Math.Sqrt(Many));
            Assert.Equal(2, deviation, 5 * 2 / Math.Sqrt(2.0 * Many));
        }
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_and_bounds_asked_for()
    {
        foreach (Tensor x in (Tensor[])[Tensor.RandomUniform([Many], -2, 6, seed: 1), RandomUniform([Many], -2, 6, seed: 2)])
        {
            (double mean, double deviation) = Moments(x);
            Assert.Equal(2, mean, 5 * 8 / Math.Sqrt(12.0 * Many));
            Assert.Equal(8 / Math.Sqrt(12), deviation, 0.02);
            Assert.InRange(x.Min().Item(), -2f, -1.99f);
            Assert.InRange(x.Max().Item(), 5.99f, 6f);
        }
    }

    // Of what lies within two deviations the deviation is 0.8796 times that of all.
    [Fact]
    public void Truncated_normal_numbers_stay_within_two_deviations()
    {
        Tensor x = RandomTruncatedNormal([Many], 1, 3, seed: 4);
        (double mean, double deviation) = Moments(x);
        Assert.Equal(1, mean, 5 * 3 / Math.Sqrt(Many));
        Assert.Equal(0.8796 * 3, deviation, 0.03);
        Assert.InRange(x.Min().Item(), -5.001f, -4.9f);
        Assert.InRange(x.Max().Item(), 6.9f, 7.001f);
    }

    [Fact]
    public void Whole_numbers_come_equally_often()
    {
        int[] counts = new int[5];
        foreach (float x in RandomInt([Many], -2, 3, seed: 5).Span) counts[(int)x + 2]++;
        Assert.All(counts, count => Assert.Equal(Many / 5.0, count, 5 * Math.Sqrt(Many * 0.16)));
        Assert.Equal(16_777_216f, RandomInt([1], 16_777_216, 16_777_217).Item());
    }

    [Fact]
    public void Classes_come_with_the_probabilities_of_the_softmax()
    {
        Tensor logits = Tensor.From([0, MathF.Log(3), float.NegativeInfinity, 200, float.NegativeInfinity, 201], [2, 3]);
        Tensor labels = RandomCategorical(logits, Many, seed: 6);
        Assert.Equal([2, Many], labels.Shape);
        Assert.Equal(0.75, labels.Span[..Many].ToArray().Average(), 5 * Math.Sqrt(0.1875 / Many));
        Assert.Equal([0f, 1f], labels.Span[..Many].ToArray().Distinct().Order());
        Assert.Equal([0f, 2f], labels.Span[Many..].ToArray().Distinct().Order());
        Assert.Equal(Math.E / (1 + Math.E), labels.Span[Many..].ToArray().Average() / 2, 0.005);
    }

    [Fact]
    public void Every_order_of_slices_comes_equally_often()
    {
        var random = new RandomStream(8);
        var counts = new Dictionary<(float, float, float), int>();
        Tensor x = Tensor.From([0, 10, 1, 11, 2, 12], [3, 2]);
        for (int i = 0; i < 6000; i++)
        {
            Tensor y = RandomShuffle(x, random);
            for (int row = 0; row < 3; row++) Assert.Equal(y[row, 0] + 10, y[row, 1]);
            counts[(y[0, 0], y[1, 0], y[2, 0])] = counts.GetValueOrDefault((y[0, 0], y[1, 0], y[2, 0])) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(1000, count, 150.0));
    }

    [Fact]
    public void Slices_of_any_axis_change_places_and_carry_their_gradients()
    {
        Tensor x = Tensor.From(TestData.Uniform(24, 1), [2, 4, 3]);
        Tensor y = RandomShuffle(x, axis: 1, seed: 2), same = RandomShuffle(x, axis: -2, seed: 2);
        TestData.AssertSameBits(y.Span, same.Span, "axis -2");
        Assert.Equal(x.Sum(1).ToArray(), y.Sum(1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.NotEqual(x.ToArray(), y.ToArray());

        int[] from = [.. y.ToArray().Select(value => Array.IndexOf(x.ToArray(), value))];
        GradientCheck.Run(() => RandomShuffle(x, axis: 1, seed: 2), [x], at => [.. from.Select(i => at[0][i])]);
    }

    [Fact]
    public void Dropout_keeps_the_mean_in_training_and_elsewhere()
    {
        Tensor y = RandomDropout(Tensor.Ones([Many]), 0.25, seed: 3);
        Assert.Equal(0.25, y.Span.ToArray().Count(value => value == 0) / (double)Many, 5 * Math.Sqrt(0.1875 / Many));
        Assert.Equal(1, y.Span.ToArray().Average(), 0.01);
        Tensor shared = RandomDropout(Tensor.Ones([50, 40]), 0.5, noiseShape: [Shape.Any, 1], seed: 3);
        for (int row = 0; row < 50; row++) Assert.Equal(shared[row, 0], shared[row, 39]);
        Tensor x = Tensor.Ones([3]);
        Assert.Same(x, RandomDropout(x, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_numbers_are_the_same_on_any_number_of_threads(int threads)
    {
        float[] one, some;
        using (new ThreadCount(1)) one = All();
        using (new ThreadCount(threads)) some = All();
        TestData.AssertSameBits(one, some, $"{threads} threads");

        static float[] All() =>
        [
            .. RandomNormal([Many], seed: 9).Span, .. RandomUniform([Many], seed: 9).Span,
            .. RandomTruncatedNormal([Many], seed: 9).Span, .. RandomInt([Many], 0, 1000, seed: 9).Span,
            .. RandomCategorical(Tensor.RandomNormal([500, 20], seed: 9), 3, seed: 9).Span,
            .. RandomShuffle(Tensor.Range(0, Many), seed: 9).Span, .. RandomDropout(Tensor.Ones([Many]), 0.5, seed: 9).Span,
        ];
    }

    [Fact]
    public void Without_a_seed_the_process_decides()
    {
        DeepSharpRuntime.SetRandomSeed(5);
        float[] first = Tensor.RandomNormal([4]).ToArray(), second = Tensor.RandomNormal([4]).ToArray();
        DeepSharpRuntime.SetRandomSeed(5);
        Assert.Equal(first, Tensor.RandomNormal([4]).ToArray());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_stream_gives_other_numbers_with_each_call()
    {
        var random = new RandomStream(3);
        Tensor first = RandomUniform([4], random), second = RandomUniform([4], random);
        float[] both = [.. first.Span, .. second.Span];
        Assert.Equal(RandomUniform([8], seed: 3).ToArray(), both);
    }

    [Fact]
    public void A_steady_step_with_noise_from_a_stream_allocates_nothing()
    {
        var model = new Sequential(new Input([3]), new Noise(), new Dense(1));
        model.Compile("sgd", "mse");
        Tensor x = Tensor.Ones([8, 3]), y = Tensor.Ones([8, 1]);
        AllocationAssert.Zero(() => model.TrainOnBatch(x, y));
    }

    [Fact]
    public void Empty_shapes_and_single_numbers_are_fine()
    {
        Assert.Equal([0, 3], RandomNormal([0, 3]).Shape);
        Assert.Equal([], RandomUniform([]).Shape);
        Assert.Equal([2, 0], RandomShuffle(Tensor.Zeros([2, 0])).Shape);
        Assert.Equal(4f, RandomUniform([1], 4, 4).Item());
    }

    [Fact]
    public void Extreme_arguments_are_refused_in_words()
    {
        Refused("expected a finite mean but got Infinity", () => Tensor.RandomNormal([1], double.PositiveInfinity));
        Refused("expected a finite mean but got NaN", () => RandomTruncatedNormal([1], double.NaN));
        Refused("expected a finite stddev of 0 or more but got -1", () => RandomNormal([1], 0, -1));
        Refused("whose numbers are floats", () => RandomNormal([1], 3e38, 1e38));
        Refused("expected a minval and a maxval", () => Tensor.RandomUniform([1], 1, 0));
        Refused("expected a minval and a maxval", () => RandomUniform([1], -3e38, 3e38));
        Refused("expected a maxval, which itself does not come, above minval", () => RandomInt([1], 3, 3));
        Refused("within ±16,777,216", () => RandomInt([1], int.MinValue, int.MaxValue));
        Refused("expected a rate, the fraction to drop, from 0 to below 1 but got 1", () => RandomDropout(Tensor.Ones([1]), 1));
        Refused("expected numSamples of 1 or more but got 0", () => RandomCategorical(Tensor.Ones([1, 2]), 0));
        Assert.Throws<ShapeException>(() => RandomNormal([Shape.Any]));
        Assert.Throws<ShapeException>(() => RandomCategorical(Tensor.Ones([2]), 1));
        Assert.Throws<ShapeException>(() => RandomShuffle(Tensor.Ones([2]), axis: 1));
        Assert.Contains(
            "row 1 has NaN",
            Assert.Throws<ArgumentException>(() => RandomCategorical(Tensor.From([0, 0, 0, float.NaN], [2, 2]), 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "row 0 is all -∞",
            Assert.Throws<ArgumentException>(() => RandomCategorical(Tensor.Full([1, 2], double.NegativeInfinity), 1)).Message,
            StringComparison.Ordinal);
    }

    private static void Refused(string text, Func<Tensor> call) => Assert.Contains(
        text, Assert.Throws<ArgumentOutOfRangeException>(() => { call(); }).Message, StringComparison.Ordinal);

    private static (double Mean, double Deviation) Moments(Tensor x)
    {
        double mean = x.ToArray().Average(value => (double)value);
        return (mean, Math.Sqrt(x.ToArray().Average(value => (value - mean) * (value - mean))));
    }

    private sealed class Noise : Layer
    {
        private readonly RandomStream _random = new(1);

        protected override Tensor Call(Tensor input, bool training) =>
            training ? input + RandomNormal(input.Shape, _random) : input;
    }
}
