using System.Text.Json.Nodes;
using DeepSharp.Layers;
using NormalizationLayer = DeepSharp.Layers.Normalization;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class NormalizationTests
{
    private static readonly double[] s_mean = [1, -2], s_variance = [4, 0.25];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Holds_what_every_layer_holds(bool invert) => LayerTester.Check(
        () => new NormalizationLayer(mean: s_mean, variance: s_variance, invert: invert, name: "n"), input: [2, 3, 2], output: [2, 3, 2], weights: 0,
        (x, _) => [.. x.Select((value, i) => Expected(value, s_mean[i % 2], Math.Sqrt(s_variance[i % 2]), invert))]);

    [Fact]
    public void An_adapted_layer_allocates_nothing_and_trains_nothing()
    {
        var layer = new NormalizationLayer([1, -1]);
        layer.Adapt(Tensor.From(TestData.Uniform(24, seed: 3), [4, 3, 2]));
        LayerTester.CheckAllocations(layer, LayerTester.RandomInput([2, 3, 2]));
        Assert.Empty(layer.TrainableWeights);
    }

    [Theory]
    [InlineData(new int[] { }, new[] { 4, 3, 2 })]
    [InlineData(new[] { -1 }, new[] { 5, 3, 2 })]
    [InlineData(new[] { 1 }, new[] { 5, 3, 2 })]
    [InlineData(new[] { 2, 1 }, new[] { 5, 3, 2, 2 })]
    [InlineData(new[] { 1, 3 }, new[] { 5, 3, 4, 2 })]
    [InlineData(new[] { 0 }, new[] { 3, 4 })]
    [InlineData(new[] { 0, 2 }, new[] { 2, 4, 3 })]
    public void Moments_are_those_of_the_kept_axes(int[] axes, int[] lengths)
    {
        var shape = new Shape(lengths);
        float[] values = TestData.Uniform(shape.Size, seed: 7);
        (double Mean, double Variance)[] want = Moments(values, shape, [.. axes.Select(shape.NormalizeAxis).Order()]);
        var layer = new NormalizationLayer(axes);
        layer.Adapt(DataArray.From(values, shape));

        Assert.Equal(want.Select(one => (float)one.Mean), layer.Weights[0].Value.ToArray());
        Tolerance(want.Select(one => one.Variance), layer.Weights[1].Value.ToArray());
        Assert.Equal(shape, layer.Apply(Tensor.From(values, shape)).Shape);
    }

    [Fact]
    public void Batches_of_any_lengths_give_what_all_samples_give()
    {
        float[] values = [.. TestData.Uniform(60, seed: 9).Select(value => 1000 + value)];
        NormalizationLayer whole = new(), pieces = new(), streamed = new();
        DataArray data = DataArray.From(values, [20, 3]);
        whole.Adapt(data);
        pieces.Adapt([data[..7], data[7..8], data[8..]]);
        streamed.Adapt([new Batch(data[..13]), new Batch(data[13..], new float[7])]);
        foreach (NormalizationLayer other in (NormalizationLayer[])[pieces, streamed])
        {
            for (int i = 0; i < 2; i++) Tolerance(whole.Weights[i].Value.ToArray().Select(value => (double)value), other.Weights[i].Value.ToArray());
        }
    }

    [Fact]
    public void Bytes_and_views_are_data_too_and_adapting_again_forgets()
    {
        var layer = new NormalizationLayer();
        layer.Adapt(new[,] { { 5f }, { 7f } });
        layer.Adapt((DataArray)new byte[,] { { 0 }, { 4 } } / 2f);
        Assert.Equal([1f, 1f], [layer.Weights[0].Value.ToArray()[0], layer.Weights[1].Value.ToArray()[0]]);
        Assert.Equal([-1, 1], layer.Apply(Tensor.From([0, 2], [2, 1])).ToArray());
    }

    [Fact]
    public void A_feature_that_is_always_the_same_is_not_divided_by_zero()
    {
        var layer = new NormalizationLayer();
        layer.Adapt(new[,] { { 3f }, { 3f } });
        Assert.Equal([0, 1e7f], layer.Apply(Tensor.From([3, 4], [2, 1])).ToArray());
    }

    [Fact]
    public void Until_it_is_adapted_it_changes_nothing() =>
        Assert.Equal([1, -2], new NormalizationLayer().Apply(Tensor.From([1, -2], [1, 2])).ToArray());

    [Fact]
    public void A_model_learns_saves_and_predicts_with_it()
    {
        var normalization = new NormalizationLayer(name: "n");
        normalization.Adapt(new[,] { { 100f, 1 }, { 300f, 3 } });
        var model = new Sequential([normalization, new Dense(1, kernelInitializer: "ones")], "m", new Input([2]));
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            Assert.Equal([2, -2], Model.Load(path).Predict(new[,] { { 300f, 3 }, { 100f, 1 } }).ToArray());
        }
        finally
        {
            File.Delete(path);
        }

        normalization.Adapt(new[,] { { 0f, 0 }, { 2f, 2 } });
        Assert.Equal([298 + 2 + 0f], model.Predict(new[,] { { 300f, 2 } }).ToArray());
    }

    [Fact]
    public void Given_statistics_spread_over_the_kept_axes()
    {
        Assert.Equal([2, 3], new NormalizationLayer(mean: Tensor.Scalar(1), variance: Tensor.Scalar(0.25)).Apply(Tensor.From([2, 2.5], [1, 2])).ToArray());
        var last = new NormalizationLayer([1, 2], mean: [0, 1], variance: [1, 4]);
        Assert.Equal([1, 0, 3, 1], last.Apply(Tensor.From([1, 1, 3, 3], [1, 2, 2])).ToArray());
        Assert.Throws<ShapeException>(() => _ = last.Apply(Tensor.Zeros(1, 2, 3)));
    }

    [Fact]
    public void What_cannot_be_is_refused_before_anything_changes()
    {
        var layer = new NormalizationLayer(name: "n");
        Check("expected numbers but got data of string", () => layer.Adapt(new[] { "a" }));
        Check("Adapt: expected finite numbers", () => layer.Adapt(new[,] { { float.NaN } }));
        Check("Adapt: expected data with samples but got none", () => layer.Adapt(Array.Empty<DataArray>()));
        Check("Adapt: expected data with samples but got none", () => layer.Adapt(DataArray.From(Array.Empty<float>(), [0, 2])));
        Check("Adapt: expected batches like the first, (1, 1), but got (1, 2)", () => layer.Adapt([new[,] { { 1f } }, new[,] { { 1f, 2 } }]));
        Check("Adapt: expected batches of numbers but one is null", () => layer.Adapt(new DataArray[] { null! }));
        Check("expected batches with one input but got one with 2", () => layer.Adapt([new Batch(new DataGroup(new float[1], new float[1]))]));
        Assert.False(layer.IsBuilt);
        layer.Adapt(new[,] { { 1f, 2 } });
        Check("Normalization 'n', Adapt: was built for inputs of shape (None, 2) but got (1, 3)", () => layer.Adapt(new[,] { { 1f, 2, 3 } }));
        Check("expected a layer without mean and variance for Adapt", () => new NormalizationLayer(mean: [0], variance: [1]).Adapt(new float[2]));
        Check("expected both mean and variance, or neither, but only mean", () => _ = new NormalizationLayer(mean: [1]));
        Check("of the same shape with at most as many axes as are kept, 1", () => _ = new NormalizationLayer(mean: [1], variance: [1, 2]));
        Check("expected variance", () => _ = new NormalizationLayer(mean: [1], variance: [-1]));
        Check("expected mean", () => _ = new NormalizationLayer(mean: [double.NaN], variance: [1]));
        Check("each axis once", () => new NormalizationLayer([1, -1]).Apply(Tensor.Zeros(1, 2)));
        Check("expected known lengths", () => new NormalizationLayer([0]).Build([Shape.Any, 2]));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"axis": null}""", "[]")]
    [InlineData("""{"axis": 2}""", "[2]")]
    [InlineData("""{"axis": [1, 2], "mean": [[1, 2]], "variance": [[3, 4]]}""", "[1,2]")]
    public void Configs_of_Keras_are_read(string config, string axes)
    {
        JsonObject written = Layer.Create("Normalization", JsonNode.Parse(config)!.AsObject()).ToConfig()["config"]!.AsObject();
        Assert.Equal(axes, written["axis"]!.ToJsonString());
        Assert.Equal(config.Contains("mean") ? "[[1,2]]" : null, written["mean"]?.ToJsonString());
        Assert.Throws<FormatException>(() => Layer.Create("Normalization", JsonNode.Parse("""{"mean": [[1], 2], "variance": 1}""")!.AsObject()));
    }

    private static double Expected(double value, double mean, double deviation, bool invert) =>
        invert ? mean + value * deviation : (value - mean) / deviation;

    private static (double Mean, double Variance)[] Moments(float[] values, Shape shape, int[] axes)
    {
        var groups = new SortedDictionary<int, List<double>>();
        for (int i = 0; i < values.Length; i++)
        {
            int place = 0;
            for (int axis = 0, rest = i, block = values.Length; axis < shape.Rank; axis++)
            {
                block /= shape[axis];
                if (axes.Contains(axis)) place = place * shape[axis] + rest / block;
                rest %= block;
            }

            if (!groups.TryGetValue(place, out List<double>? group)) groups[place] = group = [];
            group.Add(values[i]);
        }

        return [.. groups.Values.Select(group => (group.Average(), group.Average(value => Math.Pow(value - group.Average(), 2))))];
    }

    // A float of 1000 has no more digits than these.
    private static void Tolerance(IEnumerable<double> want, float[] got)
    {
        double[] all = [.. want];
        Assert.Equal(all.Length, got.Length);
        for (int i = 0; i < got.Length; i++) Assert.Equal(all[i], got[i], 1e-6 * Math.Max(1, Math.Abs(all[i])));
    }
}
