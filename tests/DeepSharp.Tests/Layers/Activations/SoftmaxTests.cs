using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Activations;

public class SoftmaxTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Softmax(name: "s"), input: [4, 7], output: [4, 7], weights: 0, (x, _) => Reference(x, outer: 4, length: 7, inner: 1));

    [Fact]
    public void Holds_it_along_another_axis() => LayerTester.Check(
        () => new Softmax(axis: 1, name: "s"), input: [2, 3, 4], output: [2, 3, 4], weights: 0,
        (x, _) => Reference(x, outer: 2, length: 3, inner: 4));

    [Fact]
    public void Holds_it_over_neighbouring_axes() => LayerTester.Check(
        () => new Softmax([1, 2], name: "s"), input: [2, 3, 4], output: [2, 3, 4], weights: 0,
        (x, _) => Reference(x, outer: 2, length: 12, inner: 1));

    // Axes 0 and 2 of (2, 3, 2): the values of one place in axis 1 share.
    [Fact]
    public void Axes_apart_from_each_other_share_too()
    {
        float[] x = TestData.Uniform(12, seed: 2);
        float[] y = new Softmax([0, -1]).Apply(Tensor.From(x, [2, 3, 2])).ToArray();
        for (int i = 0; i < 3; i++)
        {
            int[] places = [i * 2, i * 2 + 1, 6 + i * 2, 7 + i * 2];
            double sum = places.Sum(at => Math.Exp(x[at]));
            foreach (int at in places) Assert.Equal(Math.Exp(x[at]) / sum, y[at], 1e-6);
        }
    }

    [Fact]
    public void Large_values_over_several_axes_stay_finite() =>
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], new Softmax([1, 2]).Apply(Tensor.Full([1, 2, 2], 1000f)).ToArray());

    [Fact]
    public void One_axis_is_written_as_a_number_and_several_as_a_list()
    {
        Assert.Equal("1", new Softmax([1]).ToConfig()["config"]!["axis"]!.ToJsonString());
        Assert.Equal("[1,2]", new Softmax([1, 2]).ToConfig()["config"]!["axis"]!.ToJsonString());
        Assert.Throws<ArgumentException>(() => new Softmax([]));
    }

    [Fact]
    public void Equal_values_share_equally() =>
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], new Softmax().Apply(Tensor.Full([1, 4], 1000f)).ToArray());

    [Fact]
    public void An_axis_that_is_not_there_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new Softmax(axis: 2, name: "s").Apply(Tensor.Zeros([2, 3])));
        Assert.Contains("expected an axis from -2 to 1 but got 2", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("Softmax 's': ", exception.Message, StringComparison.Ordinal);
    }

    // Axis of a given length, with that many values before and behind each of its own.
    private static double[] Reference(double[] x, int outer, int length, int inner)
    {
        var y = new double[x.Length];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                int At(int k) => (o * length + k) * inner + i;
                double sum = Enumerable.Range(0, length).Sum(k => Math.Exp(x[At(k)]));
                for (int k = 0; k < length; k++) y[At(k)] = Math.Exp(x[At(k)]) / sum;
            }

        return y;
    }
}
