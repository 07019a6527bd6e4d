using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

public class ZeroPadding2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ZeroPadding2D((1, 2), (0, 3), name: "z"), input: [2, 3, 2, 2], output: [2, 6, 5, 2], weights: 0,
        (x, _) => Pad(x, 2, 3, 2, 2, (1, 2), (0, 3)));

    [Fact]
    public void Holds_it_with_nothing_to_pad() => LayerTester.Check(
        () => new ZeroPadding2D(0, name: "z"), input: [2, 3, 2, 2], output: [2, 3, 2, 2], weights: 0, (x, _) => x);

    [Fact]
    public void Puts_zeros_around_an_image()
    {
        Tensor y = new ZeroPadding2D().Apply(Tensor.From([5, 6], [1, 1, 2, 1]));
        Assert.Equal([1, 3, 4, 1], y.Shape);
        Assert.Equal([0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0], y.ToArray());
    }

    [Fact]
    public void A_second_use_of_an_image_adds_to_its_gradient()
    {
        Tensor x = Tensor.Ones([1, 2, 2, 1]);
        var tape = new GradientTape();
        tape.Watch(x);
        var layer = new ZeroPadding2D(1);
        Tensor y = tape.Record(() => layer.Apply(x) + layer.Apply(x));
        Assert.Equal([2, 2, 2, 2], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void One_number_a_pair_and_pairs_are_read()
    {
        Check("2", (2, 2), (2, 2));
        Check("[1, 2]", (1, 1), (2, 2));
        Check("[[1, 2], [3, 4]]", (1, 2), (3, 4));
        Assert.Equal((1, 1), ((ZeroPadding2D)Layer.Create("ZeroPadding2D", [])).Rows);
        var exception = Assert.Throws<FormatException>(() => Check("[[1, 2], [3]]", default, default));
        Assert.StartsWith("ZeroPadding2D: expected 'padding' to be a number, a number for each axis or a pair", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_lengths_stay_unknown() =>
        Assert.Equal([Shape.Any, Shape.Any, 7, 3], new ZeroPadding2D((1, 2)).ComputeOutputShape([Shape.Any, Shape.Any, 3, 3]));

    [Fact]
    public void Negative_paddings_and_other_inputs_are_refused()
    {
        var negative = Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding2D((1, -2), (0, 0), name: "z"));
        Assert.StartsWith(
            "ZeroPadding2D 'z': expected padding of 0 or more on every side but got (1, -2), (0, 0).",
            negative.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new ZeroPadding2D().Apply(Tensor.Zeros([2, 3, 3])));
    }

    private static void Check(string padding, (int, int) rows, (int, int) columns)
    {
        var layer = (ZeroPadding2D)Layer.Create("ZeroPadding2D", new JsonObject { ["padding"] = JsonNode.Parse(padding) });
        Assert.Equal((rows, columns), (layer.Rows, layer.Columns));
    }

    private static double[] Pad(
        double[] x, int images, int height, int width, int channels, (int Top, int Bottom) rows, (int Left, int Right) columns)
    {
        (int outHeight, int outWidth) = (rows.Top + height + rows.Bottom, columns.Left + width + columns.Right);
        var y = new double[images * outHeight * outWidth * channels];
        for (int i = 0; i < x.Length; i++)
        {
            (int c, int column, int row) = (i % channels, i / channels % width, i / channels / width % height);
            int image = i / channels / width / height;
            y[((image * outHeight + row + rows.Top) * outWidth + column + columns.Left) * channels + c] = x[i];
        }

        return y;
    }
}
