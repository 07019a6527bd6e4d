using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class ResizingTests
{
    [Fact]
    public void Images_that_alternate_between_sizes_allocate_nothing()
    {
        var layer = new UpSampling2D(2, interpolation: "bilinear");
        Tensor[] images = [Tensor.Ones([1, 3, 4, 2]), Tensor.Ones([1, 5, 2, 2]), Tensor.Ones([1, 6, 6, 2])];
        var workspace = new Workspace();
        int step = 0;
        Func<(UpSampling2D Layer, Tensor Image), Tensor> run = static state => state.Layer.Apply(state.Image);
        AllocationAssert.Zero(() => workspace.Run((layer, images[step++ % 3]), run));
    }

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Resizing(3, 5, name: "r"), input: [2, 5, 4, 3], output: [2, 3, 5, 3], weights: 0,
        (x, _) => Bilinear(x, 2, (5, 4), (3, 5), 3, antialias: false));

    [Fact]
    public void Holds_it_with_antialias() => LayerTester.Check(
        () => new Resizing(3, 2, antialias: true, name: "r"), input: [2, 7, 5, 2], output: [2, 3, 2, 2], weights: 0,
        (x, _) => Bilinear(x, 2, (7, 5), (3, 2), 2, antialias: true));

    [Fact]
    public void Holds_it_with_the_nearest_pixel() => LayerTester.Check(
        () => new Resizing(2, 7, interpolation: "nearest", name: "r"), input: [1, 5, 3, 2], output: [1, 2, 7, 2], weights: 0,
        (x, _) => [.. new[] { 1, 3 }.SelectMany(row => new[] { 0, 0, 1, 1, 1, 2, 2 }.SelectMany(
            column => new[] { x[(row * 3 + column) * 2], x[(row * 3 + column) * 2 + 1] }))]);

    [Fact]
    public void Holds_it_with_what_is_too_much_cut_off() => LayerTester.Check(
        () => new Resizing(2, 2, cropToAspectRatio: true, name: "r"), input: [1, 2, 6, 1], output: [1, 2, 2, 1], weights: 0,
        (x, _) => [x[2], x[3], x[8], x[9]]);

    [Fact]
    public void Holds_it_with_what_is_missing_filled() => LayerTester.Check(
        () => new Resizing(4, 4, padToAspectRatio: true, fillValue: 9, name: "r"), input: [1, 2, 4, 1], output: [1, 4, 4, 1], weights: 0,
        (x, _) => [9, 9, 9, 9, .. x, 9, 9, 9, 9]);

    [Fact]
    public void Images_of_their_size_stay_as_they_are()
    {
        Tensor x = LayerTester.RandomInput([2, 4, 5, 3]);
        Assert.Equal(x.ToArray(), new Resizing(4, 5, interpolation: "lanczos5").Apply(x).ToArray());
    }

    [Fact]
    public void Sizes_may_change_from_call_to_call_and_be_unknown()
    {
        var layer = new Resizing(2, 2, interpolation: "nearest");
        Assert.Equal([Shape.Any, 2, 2, 3], layer.ComputeOutputShape([Shape.Any, Shape.Any, Shape.Any, 3]));
        Assert.Equal([1, 2, 3, 4], layer.Apply(Tensor.From([1, 2, 3, 4], [1, 2, 2, 1])).ToArray());
        Assert.Equal([5, 5, 5, 5], layer.Apply(Tensor.From([5], [1, 1, 1, 1])).ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizing(0, 2));
        Assert.Equal(
            "Resizing 'r': expected cropToAspectRatio or padToAspectRatio but got both. Use one of them. (Parameter 'padToAspectRatio')",
            Assert.Throws<ArgumentException>(() => new Resizing(1, 1, cropToAspectRatio: true, padToAspectRatio: true, name: "r")).Message);
        Assert.Equal(
            "Resizing 'r': expected the fillMode \"constant\", the only one there is, but got \"reflect\". (Parameter 'fillMode')",
            Assert.Throws<ArgumentException>(() => new Resizing(1, 1, fillMode: "reflect", name: "r")).Message);
        Assert.Throws<ShapeException>(() => new Resizing(2, 2).Apply(Tensor.Zeros([1, 0, 3, 1])));
    }

    // From the definition: a triangle around each centre, as wide as the cells of the smaller of both sizes, and weights of sum 1.
    private static double[] Bilinear(double[] x, int batch, (int Height, int Width) from, (int Height, int Width) to, int channels, bool antialias)
    {
        double[,] rows = Weights(from.Height, to.Height, antialias), columns = Weights(from.Width, to.Width, antialias);
        var y = new List<double>();
        for (int image = 0; image < batch; image++)
            for (int i = 0; i < to.Height; i++)
                for (int j = 0; j < to.Width; j++)
                    for (int c = 0; c < channels; c++)
                    {
                        double sum = 0;
                        for (int r = 0; r < from.Height; r++)
                            for (int k = 0; k < from.Width; k++)
                            {
                                sum += rows[i, r] * columns[j, k] * x[((image * from.Height + r) * from.Width + k) * channels + c];
                            }

                        y.Add(sum);
                    }

        return [.. y];
    }

    private static double[,] Weights(int from, int to, bool antialias)
    {
        double scale = (double)from / to, width = antialias ? Math.Max(1, scale) : 1;
        var weights = new double[to, from];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale - 0.5, sum = 0;
            for (int j = 0; j < from; j++) sum += weights[i, j] = Math.Max(0, 1 - Math.Abs(center - j) / width);
            for (int j = 0; j < from; j++) weights[i, j] /= sum;
        }

        return weights;
    }
}
