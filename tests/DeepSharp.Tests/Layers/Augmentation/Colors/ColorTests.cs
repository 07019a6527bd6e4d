using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Colors;

/// <summary>Augmentations of values whose range is one factor, against their definitions in doubles.</summary>
public class ColorTests
{
    private static readonly Shape s_shape = [2, 3, 4, 3];

    // Name, the layer, and what it makes of the values of images from 0 to 255, as Keras has it.
    private static readonly Dictionary<string, (Func<ImageAugmentation> Create, Func<double[], double[]> Reference)> s_layers = new()
    {
        ["brightness"] = (() => new RandomBrightness((0.2, 0.2)), x => [.. x.Select(value => Math.Clamp(value + 51, 0, 255))]),
        ["brightness of shares"] = (() => new RandomBrightness((-0.2, -0.2), (-1, 1)), x => [.. x.Select(value =>
            Math.Clamp(value - 0.4, -1, 1))]),
        ["contrast"] = (() => new RandomContrast((0.3, -0.0)), x => Contrast(x, null)),
        ["contrast, stronger"] = (() => new RandomContrast((0, 0)), x => x),
        ["invert"] = (() => new RandomInvert((1, 1)), x => [.. x.Select(value => 255 - value)]),
        ["solarization"] = (() => new Solarization((0.0, 0.0), (0.0, 0.0)), x => [.. x.Select(value => 255 - value)]),
        ["posterization"] = (() => new RandomPosterization((3, 3)), x => [.. x.Select(value => Math.Floor(value / 32) * 32)]),
        ["posterization of shares"] =
            (() => new RandomPosterization((2, 2), (0, 300)), x => [.. x.Select(value =>
                Math.Floor(value / 300 * 255 / 64) * 64 / 255 * 300)]),
        ["degeneration"] = (() => new RandomColorDegeneration((0.4, 0.4)), x => Gray(x, 0.4)),
        ["grayscale"] = (() => new RandomGrayscale(1), x => Gray(x, 1)),
        ["hue"] = (() => new RandomHue((1, 1)), x => Hsv(x, (h, s, v) => (h + 0.5, s, v))),
        ["hue of shares"] = (() => new RandomHue((1, 1), (0, 300)), x => Hsv(x, (h, s, v) => (h + 0.5, s, v))),
        ["saturation"] = (() => new RandomSaturation((0.25, 0.25)), x => Hsv(x, (h, s, v) => (h, s / 3, v))),
        ["sharpness"] = (() => new RandomSharpness((0.8, 0.8)), x => Sharp(x, 0.8)),
        ["blur"] = (() => new RandomGaussianBlur((1, 1), (5, 3), (0.8, 0.8)), x => Blur(x)),
        ["auto contrast"] = (() => new AutoContrast(), Stretched),
        ["equalization"] = (() => new Equalization(bins: 64), Equalized),
        ["adaptive"] = (() => new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 40, tileGridSize: (2, 3)), AdaptiveReference),
    };

    public static TheoryData<string> Names => [.. s_layers.Keys.Where(name => name != "contrast")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_those_of_the_definition(string name)
    {
        (Func<ImageAugmentation> create, Func<double[], double[]> reference) = s_layers[name];
        float low = name == "brightness of shares" ? -1 : 0, high = name == "brightness of shares" ? 1 : 255;
        float[] x = TestData.Uniform(s_shape.Size, seed: 5, low, high);
        double[] want = reference([.. x.Select(value => (double)value)]);
        TestData.AssertClose(want, create().Apply(Tensor.From(x, s_shape), training: true).Span, 3e-3, 1e-5, name);
    }

    [Fact]
    public void Contrast_is_around_the_mean_of_a_channel()
    {
        var layer = new RandomContrast((0.3, 0.6), seed: 1);
        float factor = new RandomContrast((0.3, 0.6), seed: 1).Draw(s_shape, training: true)[0][0];
        float[] x = TestData.Uniform(s_shape.Size, seed: 5, 60, 190);
        double[] want = Contrast([.. x.Select(value => (double)value)], factor);
        TestData.AssertClose(want[..36], layer.Apply(Tensor.From(x, s_shape), training: true).ToArray().AsSpan(0, 36), 1e-3, 1e-5,
            "contrast");
        Statistics.AssertUniform(Statistics.Column(layer, 0), 0.7, 1.6);
    }

    [Fact]
    public void Factors_are_what_Keras_makes_of_a_number()
    {
        Statistics.AssertUniform(Statistics.Column(new RandomBrightness(0.2, (0, 1), seed: 1), 0), -0.2, 0.2);
        Statistics.AssertUniform(Statistics.Column(new RandomContrast(0.5, seed: 1), 0), 1, 1.5);
        Statistics.AssertUniform(Statistics.Column(new RandomColorDegeneration(0.5, seed: 1), 0), 0, 0.5);
        Statistics.AssertUniform(Statistics.Column(new RandomHue(0.4, seed: 1), 0).Select(Math.Abs).ToArray(), 0, 0.2);
        Statistics.AssertShare([.. Statistics.Column(new RandomHue(0.4, seed: 1), 0).Select(value => value < 0)], 0.5);
        Statistics.AssertUniform(Statistics.Column(new RandomSaturation(0.5, seed: 1), 0).Select(f => f / (1 + f)).ToArray(), 0, 0.5);
        Statistics.AssertUniform(Statistics.Column(new Solarization(0.2, (0.5, 1), seed: 1), 0), 0, 51);
        Statistics.AssertUniform(Statistics.Column(new Solarization(0.2, (0.5, 1), seed: 1), 1), 0.5, 255);
        Statistics.AssertShare([.. Statistics.Column(new RandomInvert(seed: 1), 0).Select(value => value == 1)], 0.5);
        Statistics.AssertShare([.. Statistics.Column(new RandomInvert((0.3, 0.3), seed: 1), 0).Select(value => value == 1)], 0.3);
        Statistics.AssertShare([.. Statistics.Column(new RandomGrayscale(0.2, seed: 1), 0).Select(value => value == 1)], 0.2);
        double[] bits = Statistics.Column(new RandomPosterization((2, 5), seed: 1), 0);
        foreach (double cut in new[] { 4, 5, 6 }) Statistics.AssertShare([.. bits.Select(value => value == cut)], 1 / 3.0);
        Assert.Equal(new FactorRange(0, 0.5), new RandomContrast(0.5).Factor);
        Assert.Equal(new FactorRange(1, 4), new RandomPosterization(4).Factor);
        Assert.Equal(new FactorRange(-0.2, 0.7), new RandomBrightness((0.7, -0.2)).Factor);
    }

    [Theory]
    [InlineData(0, 255)]
    [InlineData(64, 191)]
    [InlineData(191, 191)]
    [InlineData(255, 255)]
    public void Only_values_that_are_not_below_the_threshold_are_inverted(float value, float want)
    {
        // The pair goes, as in Keras, from 0.2 to 0.2 · 255: of these seeds the threshold lies above 0 and below 64.
        float got = new Solarization(thresholdFactor: (0.2, 0.2), seed: 2).Apply(Tensor.Full([1, 2, 2, 3], value)).ToArray()[0];
        Assert.Equal(value is 0 ? 0 : 255 - value, got);
        Assert.Equal(want, Math.Max(got, want));
    }

    [Fact]
    public void Erased_is_a_rectangle_of_noise_or_a_color()
    {
        Tensor x = Tensor.Full([200, 20, 30, 3], 100);
        float[] y = new RandomErasing((0.5, 0.5), (0.1, 0.3), [1, 2, 3], seed: 1).Apply(x, training: true).ToArray();
        bool[] isErased = [.. y.Chunk(1800).Select(image => image.Any(value => value != 100))];
        Statistics.AssertShare(isErased, 0.5);
        foreach (float[] image in y.Chunk(1800).Where(image => image.Any(value => value != 100)))
        {
            int[] pixels = [.. Enumerable.Range(0, 600).Where(pixel => image[3 * pixel] != 100)];
            Assert.All(pixels, pixel => Assert.Equal([1, 2, 3], image[(3 * pixel)..(3 * pixel + 3)]));
            int rows = pixels.Select(pixel => pixel / 30).Distinct().Count(), columns = pixels.Select(pixel =>
                pixel % 30).Distinct().Count();
            Assert.Equal(pixels.Length, rows * columns);
            Assert.InRange(rows, 5, 12);
            Assert.InRange(columns, 8, 18);
        }

        float[] noise = [.. new RandomErasing(valueRange: (-3, 1), seed: 1).Apply(x, training: true).ToArray().Where(value =>
            value != 100)];
        Assert.InRange(noise.Min(), -3, -2.5);
        Assert.Equal(1, noise.Max());
        Assert.Throws<ArgumentException>(() => new RandomErasing(fillValue: [1, 2]));
        Assert.Throws<ShapeException>(() => new RandomErasing(fillValue: [1, 2, 3]).Apply(Tensor.Ones([1, 4, 4, 1])));
    }

    [Fact]
    public void What_is_flat_stays()
    {
        Tensor flat = Tensor.Full([2, 4, 4, 3], 128);
        Assert.Equal(flat.ToArray(), new AutoContrast().Apply(flat).ToArray());
        Assert.Equal(flat.ToArray(), new Equalization().Apply(flat).ToArray());
        Assert.Equal(Tensor.Ones([1, 3, 3, 1]).ToArray(), new RandomGrayscale(1).Apply(Tensor.Ones([1, 3, 3, 1])).ToArray());
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Tensor two = Tensor.Ones([1, 4, 4, 2]);
        Assert.Contains("expected images with 3 channels", Assert.Throws<ShapeException>(() =>
            new RandomHue(0.1).Apply(two)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new RandomSaturation(0.1).Apply(two));
        Assert.Throws<ShapeException>(() => new RandomGrayscale().Apply(two));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomContrast(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPosterization(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPosterization(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Solarization(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomBrightness(0.1, (1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoContrast((0, double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Equalization(bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGaussianBlur(kernelSize: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGaussianBlur(kernelSize: int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: int.MaxValue));
        Assert.Equal([1, 2, 2, 1], new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: 9).Apply(Tensor.Ones([1, 2, 2,
            1])).Shape.ToArray());
    }

    private static double At(double[] x, int image, int row, int column, int channel) =>
        row is < 0 or > 2 || column is < 0 or > 3 ? 0 : x[((image * 3 + row) * 4 + column) * 3 + channel];

    private static double[] Each(Func<int, int, int, int, double> value) =>
        [.. from i in Enumerable.Range(0, 2) from r in Enumerable.Range(0, 3) from c in Enumerable.Range(0,
            4) from k in Enumerable.Range(0, 3) select value(i, r, c, k)];

    private static double[] Channel(double[] x, int image, int channel) => [.. Enumerable.Range(0, 12).Select(i =>
        x[(image * 12 + i) * 3 + channel])];

    private static double[] Contrast(double[] x, double? factor) =>
        Each((i, r, c, k) => Channel(x, i, k).Average() is var mean ? Math.Clamp((At(x, i, r, c, k) - mean) * (factor ?? 1) + mean, 0,
            255) : 0);

    private static double[] Gray(double[] x, double share) => Each((i, r, c, k) =>
        At(x, i, r, c, k) + share * (0.2989 * At(x, i, r, c, 0) + 0.587 * At(x, i, r, c, 1) + 0.114 * At(x, i, r, c, 2) - At(x, i, r, c,
            k)));

    private static double[] Sharp(double[] x, double factor) => Each((i, r, c, k) =>
    {
        double sum = 4 * At(x, i, r, c, k);
        for (int n = 0; n < 9; n++) sum += At(x, i, r + n / 3 - 1, c + n % 3 - 1, k);
        return Math.Clamp(At(x, i, r, c, k) + (1 - 2 * factor) * (sum / 13 - At(x, i, r, c, k)), 0, 255);
    });

    // Five columns and three rows, as Keras has the numbers.
    private static double[] Blur(double[] x)
    {
        double[] across = Weights(5), down = Weights(3);
        return Each((i, r, c, k) => (from a in Enumerable.Range(0, 5)
                                     from d in Enumerable.Range(0, 3)
                                     select across[a] * down[d] * At(x,
            i, r + d - 1, c + a - 2, k)).Sum());

        static double[] Weights(int count)
        {
            double[] weights = [.. Enumerable.Range(-count / 2, count).Select(i => Math.Exp(-0.5 * i * i / (0.800001 * 0.800001)))];
            return [.. weights.Select(weight => weight / weights.Sum())];
        }
    }

    private static double[] Stretched(double[] x) => Each((i, r, c, k) =>
        Channel(x, i, k) is var all ? (At(x, i, r, c, k) - all.Min()) / (all.Max() - all.Min()) * 255 : 0);

    private static double[] Equalized(double[] x) => Each((i, r, c, k) =>
    {
        int[] bins = [.. Channel(x, 0, k).Concat(Channel(x, 1, k)).Select(Bin)];
        int least = bins.Count(bin => bin == bins.Min());
        return Math.Round((bins.Count(bin => bin <= Bin(At(x, i, r, c, k))) - least) * 255.0 / (24 - least));

        static int Bin(double value) => (int)(value / 255 * 63);
    });

    // Tiles of 2 x 2 pixels; those beyond the image are the mirrored ones.
    private static double[] AdaptiveReference(double[] x) => Each((i, r, c, k) =>
    {
        double atRow = (r - 1) / 2.0, atColumn = (c - 1) / 2.0, sum = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            double tileRow = Math.Floor(atRow) + corner / 2, tileColumn = Math.Floor(atColumn) + corner % 2;
            double weight = (1 - Math.Abs(atRow - tileRow)) * (1 - Math.Abs(atColumn - tileColumn));
            sum += weight * Table((int)Math.Clamp(tileRow, 0, 1), (int)Math.Clamp(tileColumn, 0, 2));
        }

        return sum;

        double Table(int tileRow, int tileColumn)
        {
            var counts = new double[256];
            for (int n = 0; n < 4; n++)
            {
                (int row, int column) = (tileRow * 2 + n / 2, tileColumn * 2 + n % 2);
                counts[(int)At(x, i, row < 3 ? row : 5 - row, column < 4 ? column : 7 - column, k)]++;
            }

            // The limit is 40 · 4 / 256 pixels.
            double excess = counts.Sum(count => Math.Max(0, count - 0.625));
            double[] limited = [.. counts.Select(count => Math.Min(count, 0.625) + excess / 256)];
            double first = limited[0], below = limited[..((int)At(x, i, r, c, k) + 1)].Sum();
            return Math.Clamp((below - first) * 255 / (4 - first), 0, 255);
        }
    });

    private static double[] Hsv(double[] x, Func<double, double, double, (double, double, double)> change)
    {
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i += 3)
        {
            (double r, double g, double b) = (x[i], x[i + 1], x[i + 2]);
            double most = Math.Max(r, Math.Max(g, b)), range = most - Math.Min(r, Math.Min(g, b));
            double hue = range == 0 ? 0 : most == r ? (g - b) / range : most == g ? 2 + (b - r) / range : 4 + (r - g) / range;
            (double h, double s, double v) = change((hue / 6 + 1) % 1, most == 0 ? 0 : range / most, most);
            for (int c = 0; c < 3; c++)
            {
                // Foley and van Dam: the distance from the color's own hue, in sixths.
                double k = ((5 - 2 * c + 6) % 6 + h * 6) % 6;
                y[i + c] = v - v * s * Math.Clamp(Math.Min(k, 4 - k), 0, 1);
            }
        }

        return y;
    }
}
