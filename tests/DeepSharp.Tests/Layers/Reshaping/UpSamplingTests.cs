using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

public class UpSamplingTests
{
    [Fact]
    public void UpSampling1D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new UpSampling1D(3, name: "u"), input: [2, 2, 3], output: [2, 6, 3], weights: 0,
        (x, _) => Repeated(x, [2], 3, [3]));

    [Fact]
    public void UpSampling2D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new UpSampling2D((2, 3), name: "u"), input: [2, 2, 3, 2], output: [2, 4, 9, 2], weights: 0,
        (x, _) => Repeated(x, [2, 3], 2, [2, 3]));

    [Fact]
    public void UpSampling3D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new UpSampling3D((2, 1, 3), name: "u"), input: [2, 2, 3, 2, 2], output: [2, 4, 3, 6, 2], weights: 0,
        (x, _) => Repeated(x, [2, 3, 2], 2, [2, 1, 3]));

    [Fact]
    public void Bilinear_images_hold_it() => LayerTester.Check(
        () => new UpSampling2D(2, interpolation: "bilinear", name: "u"), input: [1, 2, 1, 1], output: [1, 4, 2, 1], weights: 0,
        (x, _) => [.. new[] { x[0], .75 * x[0] + .25 * x[1], .25 * x[0] + .75 * x[1], x[1] }.SelectMany(value => new[] { value, value })]);

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Assert.Equal(2, new UpSampling1D().Size);
        Assert.Equal((new Size2D(2, 2), Interpolation.Nearest), (new UpSampling2D().Size, new UpSampling2D().Interpolation));
        Assert.Equal(new Size3D(2, 2, 2), new UpSampling3D().Size);
    }

    [Fact]
    public void Infinite_neighbours_do_not_reach_a_pixel_with_its_own_centre()
    {
        Tensor x = Tensor.From([1, float.PositiveInfinity], [1, 2, 1, 1]);
        Assert.Equal(1f, new UpSampling2D((3, 1), interpolation: "bilinear").Apply(x)[0, 1, 0, 0]);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling1D(0));
        Assert.Equal(
            "Unknown interpolation 'cubic'. Known: bicubic, bilinear, lanczos3, lanczos5, nearest. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => new UpSampling2D(interpolation: "cubic")).Message);
        Assert.Throws<ShapeException>(() => new UpSampling1D(int.MaxValue).ComputeOutputShape([1, 2, 1]));
    }

    private static double[] Repeated(double[] x, int[] lengths, int channels, int[] factors)
    {
        double[] y = x;
        int inner = channels;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            int width = inner, factor = factors[axis];
            y = [.. Enumerable.Range(0, y.Length * factor).Select(i => y[i / (factor * width) * width + i % width])];
            inner *= lengths[axis] * factor;
        }

        return y;
    }
}
