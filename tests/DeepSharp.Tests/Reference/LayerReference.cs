namespace DeepSharp.Tests.Reference;

/// <summary>
/// What layers compute, on doubles, from Keras's description alone: no type of the library, so that windows and padding are worked out a
/// second time. Images are (batch, height, width, channels).
/// </summary>
internal static class LayerReference
{
    /// <summary>Sizes of a batch of images.</summary>
    public readonly record struct Images(int Batch, int Height, int Width, int Channels)
    {
        public int At(int image, int row, int column, int channel) => ((image * Height + row) * Width + column) * Channels + channel;
    }

    /// <summary>A window and how it moves.</summary>
    public readonly record struct Window(
        int Height, int Width, int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1, bool Same = false)
    {
        /// <summary>Positions along an axis and the padding before it; with same, ceil(n / stride) positions.</summary>
        public static (int Positions, int Before) Axis(int length, int window, int stride, int dilation, bool same)
        {
            int span = (window - 1) * dilation + 1;
            if (!same) return ((int)Math.Floor((length - span) / (double)stride) + 1, 0);
            int positions = (int)Math.Ceiling(length / (double)stride);
            return (positions, Math.Max((positions - 1) * stride + span - length, 0) / 2);
        }
    }

    /// <summary>x·w + b for rows of x.</summary>
    public static double[] Linear(double[] x, double[] w, double[]? b, int inner, int columns)
    {
        int rows = x.Length / inner;
        var y = new double[rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            y[i] = b?[column] ?? 0;
            for (int k = 0; k < inner; k++) y[i] += x[row * inner + k] * w[k * columns + column];
        }

        return y;
    }

    public static double[] Conv2D(Images images, double[] x, double[] kernel, double[]? bias, int filters, Window window, int groups = 1)
    {
        int depth = images.Channels / groups;
        return Slide(images, filters, window, (image, filter, taps) =>
        {
            double sum = bias?[filter] ?? 0;
            int firstChannel = filter / (filters / groups) * depth;
            foreach ((int row, int column, int tap) in taps)
                for (int c = 0; c < depth; c++)
                {
                    sum += x[images.At(image, row, column, firstChannel + c)] * kernel[(tap * depth + c) * filters + filter];
                }

            return sum;
        });
    }

    public static double[] MaxPool(Images images, double[] x, Window window) =>
        Slide(
            images, images.Channels, window,
            (image, channel, taps) => taps.Max(tap => x[images.At(image, tap.Row, tap.Column, channel)]));

    public static double[] AveragePool(Images images, double[] x, Window window) =>
        Slide(
            images, images.Channels, window,
            (image, channel, taps) => taps.Average(tap => x[images.At(image, tap.Row, tap.Column, channel)]));

    public static double[] Map(double[] x, Func<double, double> function) => [.. x.Select(function)];

    // Visits the outputs in order; taps are the pixels under the window that exist, with their number in the window.
    private static double[] Slide(
        Images images, int channels, Window w, Func<int, int, List<(int Row, int Column, int Tap)>, double> compute)
    {
        (int rows, int top) = Window.Axis(images.Height, w.Height, w.StrideHeight, w.DilationHeight, w.Same);
        (int columns, int left) = Window.Axis(images.Width, w.Width, w.StrideWidth, w.DilationWidth, w.Same);
        var y = new List<double>();
        for (int image = 0; image < images.Batch; image++)
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                {
                    var taps = new List<(int, int, int)>();
                    for (int a = 0; a < w.Height; a++)
                        for (int b = 0; b < w.Width; b++)
                        {
                            (int row, int column) = (i * w.StrideHeight + a * w.DilationHeight - top, j * w.StrideWidth +
                                b * w.DilationWidth - left);
                            bool exists = row >= 0 && row < images.Height && column >= 0 && column < images.Width;
                            if (exists) taps.Add((row, column, a * w.Width + b));
                        }

                    for (int channel = 0; channel < channels; channel++) y.Add(compute(image, channel, taps));
                }

        return [.. y];
    }
}
