using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

/// <summary>Zeros around samples, and borders cut off: each is the other's backward pass.</summary>
public class MarginsTests
{
    [Fact]
    public void ZeroPadding1D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new ZeroPadding1D((1, 2), name: "z"), input: [2, 3, 2], output: [2, 6, 2], weights: 0,
        (x, _) => Padded(x, 2, [3], 2, [1], [2]));

    [Fact]
    public void ZeroPadding2D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new ZeroPadding2D((1, 0), (0, 2), name: "z"), input: [2, 3, 2, 2], output: [2, 4, 4, 2], weights: 0,
        (x, _) => Padded(x, 2, [3, 2], 2, [1, 0], [0, 2]));

    [Fact]
    public void ZeroPadding3D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new ZeroPadding3D((1, 0), (0, 2), (1, 1), name: "z"), input: [2, 2, 3, 2, 2], output: [2, 3, 5, 4, 2], weights: 0,
        (x, _) => Padded(x, 2, [2, 3, 2], 2, [1, 0, 1], [0, 2, 1]));

    [Fact]
    public void Cropping1D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new Cropping1D((1, 2), name: "c"), input: [2, 6, 2], output: [2, 3, 2], weights: 0,
        (x, _) => Cropped(x, 2, [6], 2, [1], [2]));

    [Fact]
    public void Cropping2D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new Cropping2D((1, 0), (0, 2), name: "c"), input: [2, 4, 4, 2], output: [2, 3, 2, 2], weights: 0,
        (x, _) => Cropped(x, 2, [4, 4], 2, [1, 0], [0, 2]));

    [Fact]
    public void Cropping3D_holds_what_every_layer_holds() => LayerTester.Check(
        () => new Cropping3D((1, 0), (0, 2), (1, 1), name: "c"), input: [2, 3, 4, 4, 2], output: [2, 2, 2, 2, 2], weights: 0,
        (x, _) => Cropped(x, 2, [3, 4, 4], 2, [1, 0, 1], [0, 2, 1]));

    [Fact]
    public void A_cropped_input_that_is_used_twice_gets_both_gradients()
    {
        Tensor x = LayerTester.RandomInput([1, 4, 1]);
        GradientCheck.Run(
            () => new Cropping1D((2, 0)).Apply(x) * 2f + new Cropping1D((0, 2)).Apply(x), [x],
            at => [2 * at[0][2] + at[0][0], 2 * at[0][3] + at[0][1]]);
    }

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Assert.Equal((1, 1), new ZeroPadding1D().Padding);
        Assert.Equal(((1, 1), (1, 1), (1, 1)), (new ZeroPadding3D().Depths, new ZeroPadding3D().Rows, new ZeroPadding3D().Columns));
        Assert.Equal((1, 1), new Cropping1D().Cropping);
        Assert.Equal(((0, 0), (0, 0)), (new Cropping2D().Rows, new Cropping2D().Columns));
        Assert.Equal((1, 1), new Cropping3D().Depths);
    }

    [Fact]
    public void What_leaves_nothing_is_refused_with_what_to_do()
    {
        Assert.Equal(
            "Cropping2D 'c': expected images from which something is left but got (1, 3, 4, 1), of which 2 and 2 are cut off axis 1. Crop less.",
            Assert.Throws<ShapeException>(() => new Cropping2D(2, name: "c").Apply(Tensor.Zeros([1, 3, 4, 1]))).Message);
        Assert.Equal(
            "ZeroPadding3D 'z': expected padding of 0 or more on every side but got (1, 1), (0, -2), (0, 0). (Parameter 'padding')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding3D((1, 1), (0, -2), (0, 0), name: "z")).Message);
    }

    private static double[] Padded(double[] x, int batch, int[] lengths, int channels, int[] before, int[] after) =>
        Move(x, batch, lengths, channels, [.. lengths.Select((n, i) => n + before[i] + after[i])], before, 1);

    private static double[] Cropped(double[] x, int batch, int[] lengths, int channels, int[] before, int[] after) =>
        Move(x, batch, lengths, channels, [.. lengths.Select((n, i) => n - before[i] - after[i])], before, -1);

    // Each output is the input so many places before it, or behind it; zero where there is none.
    private static double[] Move(double[] x, int batch, int[] lengths, int channels, int[] outputs, int[] before, int direction)
    {
        var y = new List<double>();
        int places = outputs.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < batch * places * channels; i++)
        {
            int c = i % channels, place = i / channels % places, at = 0, stride = 1;
            bool exists = true;
            for (int axis = lengths.Length - 1; axis >= 0; axis--)
            {
                int position = place % outputs[axis] - direction * before[axis];
                exists &= position >= 0 && position < lengths[axis];
                (at, stride, place) = (at + position * stride, stride * lengths[axis], place / outputs[axis]);
            }

            y.Add(exists ? x[(i / channels / places * stride + at) * channels + c] : 0);
        }

        return [.. y];
    }
}
