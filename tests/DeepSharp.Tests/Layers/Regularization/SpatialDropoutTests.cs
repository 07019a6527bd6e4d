using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

public class SpatialDropoutTests
{
    public static TheoryData<int, string> Forms => new()
    {
        { 1, "channels_last" }, { 2, "channels_last" }, { 2, "channels_first" }, { 3, "channels_last" }, { 3, "channels_first" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Holds_what_every_layer_holds(int axes, string format)
    {
        Layer Create() => CreateLayer(axes, format, 0.4);
        Shape shape = new([2, .. Enumerable.Repeat(3, axes), 4]);
        LayerTester.CheckShapes(Create, shape, shape, weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, shape.WithFirst(512));
        LayerTester.CheckAllocations(Create, shape);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Values_of_a_channel_are_dropped_together(int axes, string format)
    {
        bool first = format == "channels_first";
        Shape shape = new(first ? [50, 6, .. Enumerable.Repeat(2, axes)] : [50, .. Enumerable.Repeat(2, axes), 6]);
        float[] y = CreateLayer(axes, format, 0.5).Apply(Tensor.Ones(shape), training: true).ToArray();
        int space = 1 << axes;
        var channels = y.Select((value, i) => (value, Sample: i / (6 * space), Channel: first ? i / space % 6 : i % 6))
            .GroupBy(each => (each.Sample, each.Channel)).Select(group => group.Select(each => each.value).Distinct().ToArray()).ToList();
        Assert.All(channels, values => Assert.Single(values));
        Assert.Contains(channels, values => values[0] == 0f);
        Assert.Contains(channels, values => values[0] == 2f);
    }

    [Fact]
    public void At_rate_1_nothing_is_left() =>
        Assert.Equal([0, 0], new SpatialDropout1D(1).Apply(Tensor.Ones([1, 1, 2]), training: true).ToArray());

    [Fact]
    public void Does_nothing_in_inference()
    {
        Tensor x = LayerTester.RandomInput([2, 3, 3, 2]);
        Assert.Same(x, new SpatialDropout2D(0.5).Apply(x));
    }

    [Fact]
    public void Other_inputs_and_rates_are_refused()
    {
        Assert.Throws<ShapeException>(() => new SpatialDropout2D(0.5).Apply(Tensor.Ones([2, 3, 4])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialDropout1D(1.1));
    }

    private static Layer CreateLayer(int axes, string format, double rate) => axes switch
    {
        1 => new SpatialDropout1D(rate, seed: 7, name: "s"),
        2 => new SpatialDropout2D(rate, format, seed: 7, name: "s"),
        _ => new SpatialDropout3D(rate, format, seed: 7, name: "s"),
    };
}
