using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.WindowReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class AdaptiveMaxPooling2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new AdaptiveMaxPooling2D((3, 2), name: "a"), input: [2, 5, 7, 3], output: [2, 3, 2, 3], weights: 0,
        (x, _) => Max(Adaptive(2, [5, 7], 3, [3, 2]), x));

    [Fact]
    public void Holds_it_with_more_windows_than_values() => LayerTester.Check(
        () => new AdaptiveMaxPooling2D((3, 2), name: "a"), input: [2, 2, 2, 2], output: [2, 3, 2, 2], weights: 0,
        (x, _) => Max(Adaptive(2, [2, 2], 2, [3, 2]), x));

    [Fact]
    public void Of_equal_maxima_the_first_row_by_row_gets_the_gradient()
    {
        Tensor x = Tensor.From([.. TestData.Uniform(35, seed: 3, -2f, 2f).Select(value => MathF.Round(value))], [1, 5, 7, 1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor sum = tape.Record(() => new AdaptiveMaxPooling2D((2, 3)).Apply(x).Sum());
        double[] want = MaxGradient(Adaptive(1, [5, 7], 1, [2, 3]), [.. x.ToArray().Select(value => (double)value)], [1, 1, 1, 1, 1, 1]);

        Assert.Equal(want, tape.Gradient(sum, x)[0]!.ToArray().Select(value => (double)value));
    }

    [Fact]
    public void Sizes_below_1_are_refused() => Assert.StartsWith(
        "AdaptiveMaxPooling2D 'a': expected outputSize of 1 or more",
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveMaxPooling2D((Size2D)0, name: "a")).Message, StringComparison.Ordinal);

    [Fact]
    public void Samples_that_hold_nothing_are_refused() => Assert.Throws<ShapeException>(
        () => new AdaptiveMaxPooling2D((3, 2)).Apply(Tensor.Zeros([1, 0, 0, 2])));
}
