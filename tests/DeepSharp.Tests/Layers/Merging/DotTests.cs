using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Merging;

public class DotTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Holds_what_every_layer_holds(bool normalize)
    {
        LayerTester.Check(
            () => new Dot(1, normalize, name: "d"), [[2, 4], [2, 4]], [2, 1], 0,
            (x, _) => [.. Enumerable.Range(0, 2).Select(b => Product(x[0][(b * 4)..(b * 4 + 4)], x[1][(b * 4)..(b * 4 + 4)], normalize))]);
        LayerTester.Check(
            () => new Dot((-1, 1), normalize, name: "d"), [[2, 3, 4], [2, 4, 5]], [2, 3, 5], 0,
            (x, _) => [.. Enumerable.Range(0, 30).Select(i =>
            {
                (int b, int t, int s) = (i / 15, i / 5 % 3, i % 5);
                double[] column = [.. Enumerable.Range(0, 4).Select(k => x[1][(b * 4 + k) * 5 + s])];
                return Product(x[0][((b * 3 + t) * 4)..((b * 3 + t + 1) * 4)], column, normalize);
            })]);
    }

    [Fact]
    public void A_sample_of_zeros_has_a_cosine_and_gradients_of_0()
    {
        Tensor x = Tensor.Zeros([1, 2]), y = Tensor.Ones([1, 2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor cosine = tape.Record(() => new Dot(1, normalize: true).Apply([x, y]));
        Assert.Equal(0f, cosine.Item());
        Assert.All(tape.Gradient(cosine, x)[0]!.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Axes_that_do_not_fit_are_named()
    {
        Assert.Equal(
            "Dot 'd': expected axes other than 0, the batch, but got 0 and 0 for (2, 3) and (2, 3).",
            ShapeError.Of(() => new Dot(0, name: "d").Apply([Tensor.Ones([2, 3]), Tensor.Ones([2, 3])])));
        Assert.Equal(
            "Dot 'd': expected one batch size, and equal lengths of axis 1 of the first and axis 1 of the second input, but got (2, 3) and (2, 4).",
            ShapeError.Of(() => new Dot(1, name: "d").Apply([Tensor.Ones([2, 3]), Tensor.Ones([2, 4])])));
    }

    private static double Product(double[] x, double[] y, bool normalize)
    {
        double product = x.Zip(y, (a, b) => a * b).Sum();
        return normalize ? product / Math.Sqrt(x.Sum(a => a * a) * y.Sum(b => b * b)) : product;
    }
}
