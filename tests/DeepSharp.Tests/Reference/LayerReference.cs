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
        int Height, int Width, int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1, bool Same = false,
        bool Causal = false)
    {
        /// <summary>
        /// Positions along an axis, 0 or less where the window does not fit, and the padding before it; with same, ceil(n / stride)
        /// positions; with causal as many, and all padding before. In 64 bits: extent and padding may be the square of an int.
        /// </summary>
        public static (long Positions, long Before) Axis(int length, int window, int stride, int dilation, bool same, bool causal = false)
        {
            long span = (window - 1L) * dilation + 1;
            if (causal) return ((length + (long)stride - 1) / stride, span - 1);
            if (!same) return (length < span ? 0 : (length - span) / stride + 1, 0);
            long positions = (length + (long)stride - 1) / stride;
            return (positions, Math.Max((positions - 1) * stride + span - length, 0) / 2);
        }

        /// <summary>Positions down and across images.</summary>
        public (long Rows, long Columns) Positions(Images images) => (
            Axis(images.Height, Height, StrideHeight, DilationHeight, Same).Positions,
            Axis(images.Width, Width, StrideWidth, DilationWidth, Same, Causal).Positions);
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
        return Slide(images, filters, window, (image, filter, taps, _) =>
        {
            double sum = bias?[filter] ?? 0;
            int firstChannel = filter / (filters / groups) * depth;
            foreach ((int row, int column, long tap) in taps)
                for (int c = 0; c < depth; c++)
                {
                    sum += x[images.At(image, row, column, firstChannel + c)] * kernel[(tap * depth + c) * filters + filter];
                }

            return sum;
        });
    }

    /// <summary>The gradients of images and kernel, for that of the output.</summary>
    public static (double[] Images, double[] Kernel) Conv2DGradients(
        Images images, double[] x, double[] kernel, double[] dy, int filters, Window window, int groups = 1)
    {
        int depth = images.Channels / groups;
        (var dx, var dkernel) = (new double[x.Length], new double[kernel.Length]);
        Slide(images, filters, window, (image, filter, taps, output) =>
        {
            int firstChannel = filter / (filters / groups) * depth;
            foreach ((int row, int column, long tap) in taps)
                for (int c = 0; c < depth; c++)
                {
                    (int at, long weight) = (images.At(image, row, column, firstChannel + c), (tap * depth + c) * filters + filter);
                    dx[at] += dy[output] * kernel[weight];
                    dkernel[weight] += dy[output] * x[at];
                }

            return 0;
        });
        return (dx, dkernel);
    }

    public static double[] MaxPool(Images images, double[] x, Window window) =>
        Slide(
            images, images.Channels, window,
            (image, channel, taps, _) => taps.Max(tap => x[images.At(image, tap.Row, tap.Column, channel)]));

    /// <summary>The first of equal maxima has the gradient.</summary>
    public static double[] MaxPoolGradient(Images images, double[] x, double[] dy, Window window)
    {
        var dx = new double[x.Length];
        Slide(images, images.Channels, window, (image, channel, taps, output) =>
        {
            (int row, int column, _) = taps.MaxBy(tap => x[images.At(image, tap.Row, tap.Column, channel)]);
            return dx[images.At(image, row, column, channel)] += dy[output];
        });
        return dx;
    }

    public static double[] AveragePool(Images images, double[] x, Window window) =>
        Slide(
            images, images.Channels, window,
            (image, channel, taps, _) => taps.Average(tap => x[images.At(image, tap.Row, tap.Column, channel)]));

    public static double[] AveragePoolGradient(Images images, double[] x, double[] dy, Window window)
    {
        var dx = new double[x.Length];
        Slide(images, images.Channels, window, (image, channel, taps, output) =>
        {
            foreach ((int row, int column, _) in taps) dx[images.At(image, row, column, channel)] += dy[output] / taps.Count;
            return 0;
        });
        return dx;
    }

    public static double[] Map(double[] x, Func<double, double> function) => [.. x.Select(function)];

    // Visits the outputs in order; taps are the pixels under the window that exist, with their number in the window. They are looked for
    // among the pixels, since a window may have more taps than there is time for.
    private static double[] Slide(
        Images images, int channels, Window w, Func<int, int, List<(int Row, int Column, long Tap)>, int, double> compute)
    {
        (long rows, long top) = Window.Axis(images.Height, w.Height, w.StrideHeight, w.DilationHeight, w.Same);
        (long columns, long left) = Window.Axis(images.Width, w.Width, w.StrideWidth, w.DilationWidth, w.Same, w.Causal);
        var y = new List<double>();
        for (int image = 0; image < images.Batch; image++)
            for (long i = 0; i < rows; i++)
                for (long j = 0; j < columns; j++)
                {
                    var taps = new List<(int, int, long)>();
                    for (int row = 0; row < images.Height; row++)
                        for (int column = 0; column < images.Width; column++)
                        {
                            long a = TapAt(row, i * w.StrideHeight - top, w.DilationHeight, w.Height);
                            long b = TapAt(column, j * w.StrideWidth - left, w.DilationWidth, w.Width);
                            if (a >= 0 && b >= 0) taps.Add((row, column, a * w.Width + b));
                        }

                    for (int channel = 0; channel < channels; channel++) y.Add(compute(image, channel, taps, y.Count));
                }

        return [.. y];
    }

    // The tap that lies on a pixel, or -1.
    private static long TapAt(int pixel, long start, int dilation, int window)
    {
        (long tap, long rest) = Math.DivRem(pixel - start, dilation);
        return pixel >= start && rest == 0 && tap < window ? tap : -1;
    }
}
