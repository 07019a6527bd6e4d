using System.Text.Json.Nodes;
using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.NormalizationReference;

namespace DeepSharp.Tests.Layers.Normalization;

public class LayerNormalizationTests
{
    private const double Epsilon = 1e-3f;

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new LayerNormalization(name: "l"), input: [2, 3, 5], output: [2, 3, 5], weights: 2,
        (x, w) => LayerNorm(x, w[0], w[1], 5, Epsilon));

    [Fact]
    public void Holds_it_along_two_axes() => LayerTester.Check(
        () => new LayerNormalization([-2, -1], epsilon: 0.01f, name: "l"), input: [2, 3, 4], output: [2, 3, 4], weights: 2,
        (x, w) => LayerNorm(x, w[0], w[1], 12, 0.01f));

    [Fact]
    public void Holds_it_without_scale() => LayerTester.Check(
        () => new LayerNormalization(scale: false, name: "l"), input: [4, 5], output: [4, 5], weights: 1,
        (x, w) => LayerNorm(x, null, w[0], 5, Epsilon));

    [Fact]
    public void Holds_it_without_center() => LayerTester.Check(
        () => new LayerNormalization(center: false, name: "l"), input: [4, 5], output: [4, 5], weights: 1,
        (x, w) => LayerNorm(x, w[0], null, 5, Epsilon));

    [Fact]
    public void Holds_it_without_either() => LayerTester.Check(
        () => new LayerNormalization(scale: false, center: false, name: "l"), input: [4, 5], output: [4, 5], weights: 0,
        (x, _) => LayerNorm(x, null, null, 5, Epsilon));

    [Fact]
    public void Holds_it_along_an_axis_that_is_not_the_last() => LayerTester.Check(
        () => new LayerNormalization(axis: 1, name: "l"), input: [2, 5, 3], output: [2, 5, 3], weights: 2,
        (x, w) => Along1(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_the_outdated_scaling_that_leaves_the_mean() => LayerTester.Check(
        () => Layer.FromConfig(JsonNode.Parse("""{"class_name":"LayerNormalization","config":{"rms_scaling":true,"name":"l"}}""")!),
        input: [3, 5], output: [3, 5], weights: 1,
        (x, w) => [.. x.Select((value, i) => value * w[0][i % 5] / Math.Sqrt(Moments(x, i / 5 * 5, 1, 5).Variance + Epsilon))]);

    [Fact]
    public void Normalizes_each_row_by_itself()
    {
        var layer = new LayerNormalization(epsilon: 0f);
        Assert.Equal([-1, 1, 1, -1], layer.Apply(Tensor.From([1, 3, 70, 50], [2, 2])).ToArray());
    }

    [Fact]
    public void Training_and_inference_are_alike()
    {
        var layer = new LayerNormalization();
        Tensor x = LayerTester.RandomInput([3, 7]);
        TestData.AssertSameBits(layer.Apply(x).Span, layer.Apply(x, training: true).Span, "output");
    }

    [Fact]
    public void Weights_have_the_lengths_of_the_axes()
    {
        var layer = new LayerNormalization([1, 3], name: "l");
        layer.Build([Shape.Any, 4, Shape.Any, 6]);
        Assert.Equal(["l/gamma (4, 6)", "l/beta (4, 6)"], layer.Weights.Select(weight => weight.ToString()));
        Assert.Equal([2, 4, 5, 6], layer.Apply(Tensor.Zeros([2, 4, 5, 6])).Shape);
    }

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new LayerNormalization(
            [1, -1], 1e-5f, center: false, scale: true, betaInitializer: Initializer.Ones, gammaInitializer: Initializer.Zeros, name: "l");

        foreach (LayerNormalization copy in (LayerNormalization[])[layer, (LayerNormalization)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal([1, -1], copy.Axes);
            Assert.Equal((1e-5f, false, true), (copy.Epsilon, copy.Center, copy.Scale));
            Assert.Equal((Initializer.Ones, Initializer.Zeros), (copy.BetaInitializer, copy.GammaInitializer));
        }
    }

    [Fact]
    public void A_config_may_name_one_axis()
    {
        var layer = (LayerNormalization)Layer.Create("LayerNormalization", new JsonObject { ["axis"] = 1 });
        Assert.Equal([1], layer.Axes);
        Assert.Equal([-1], ((LayerNormalization)Layer.Create("LayerNormalization", [])).Axes);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNormalization(epsilon: float.PositiveInfinity));
        var exception = Assert.Throws<ArgumentException>(() => new LayerNormalization([], name: "l"));
        Assert.StartsWith("LayerNormalization 'l': expected one axis or more but got none.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(2, -1)]
    public void Axes_differ_and_leave_out_the_batch(params int[] axes)
    {
        var exception = Assert.Throws<ShapeException>(() => new LayerNormalization(axes, name: "l").Build([2, 3, 4]));
        Assert.StartsWith(
            $"LayerNormalization 'l': expected axes that differ, without 0, the batch, but got ({string.Join(", ", axes)})",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var unknown = Assert.Throws<ShapeException>(() => new LayerNormalization(name: "l").Build([2, Shape.Any]));
        Assert.StartsWith(
            "LayerNormalization 'l': expected an input whose normalized axes (-1) have known lengths but got (2, None).",
            unknown.Message, StringComparison.Ordinal);

        Layer layer = LayerTester.Build(() => new LayerNormalization(name: "l"), [2, 3, 4]);
        Assert.Equal([5, 4], layer.Apply(Tensor.Zeros([5, 4])).Shape);
        var exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([2, 3, 5])));
        Assert.Equal(
            "LayerNormalization 'l': was built for axes (-1) of lengths (4,), but got an input of shape (2, 3, 5).", exception.Message);

        layer = LayerTester.Build(() => new LayerNormalization(axis: 1, name: "l"), [2, 3, 4]);
        exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([2, 3, 4, 4])));
        Assert.StartsWith("LayerNormalization 'l': was built for inputs of rank 3", exception.Message, StringComparison.Ordinal);
    }

    // Axis 1 of (2, 5, 3): rows of 5 values that lie 3 apart.
    private static double[] Along1(double[] x, double[] gamma, double[] beta)
    {
        var y = new double[x.Length];
        for (int row = 0; row < 6; row++)
        {
            int[] places = [.. Enumerable.Range(0, 5).Select(i => row / 3 * 15 + i * 3 + row % 3)];
            double[] normal = LayerNorm([.. places.Select(place => x[place])], gamma, beta, 5, Epsilon);
            for (int i = 0; i < 5; i++) y[places[i]] = normal[i];
        }

        return y;
    }
}
