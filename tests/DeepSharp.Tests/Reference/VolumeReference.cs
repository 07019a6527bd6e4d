namespace DeepSharp.Tests.Reference;

/// <summary>
/// Convolutions over one to three axes and their gradients on doubles, from Keras's description alone: which positions of images, of
/// outputs and of the kernel belong together. A transposed convolution has its images and outputs the other way round.
/// </summary>
internal sealed record VolumeReference(int Batch, int Channels, int Filters, int Groups, params VolumeReference.Axis[] Axes)
{
    private delegate void Product(int image, long kernel, int output);

    /// <summary>One axis: the output at position o reads images at o · stride - before + tap · dilation.</summary>
    public readonly record struct Axis(long Images, long Outputs, long Window, long Stride, long Dilation, long Before)
    {
        /// <summary>That of a convolution; no outputs where the window does not fit.</summary>
        public static Axis Convolution(int length, int window, int stride = 1, int dilation = 1, string padding = "valid")
        {
            (long outputs, long before) = LayerReference.Window.Axis(length, window, stride, dilation, padding == "same", padding == "causal");
            return new Axis(length, outputs, window, stride, dilation, before);
        }

        /// <summary>
        /// That of a transposed convolution over <paramref name="length"/> values. Each puts a whole window into the output, at steps of
        /// the stride; what "same" leaves of that is cut off at both ends, at the start the smaller half.
        /// </summary>
        public static Axis Transposed(
            int length, int window, int stride = 1, int dilation = 1, string padding = "valid", int? outputPadding = null)
        {
            long span = (window - 1L) * dilation + 1, all = (length - 1L) * stride + span, images = all;
            if (padding == "same")
            {
                images = outputPadding is { } p ? (length - 1L) * stride + span % 2 + p : (long)length * stride;
                return new Axis(images, length, window, stride, dilation, images < all ? (all - images) / 2 : 0);
            }

            images = outputPadding is { } added ? all + added : Math.Max(all, (long)length * stride);
            return new Axis(images, length, window, stride, dilation, 0);
        }

        public List<(int Image, int Output, long Tap)> Pairs()
        {
            var pairs = new List<(int, int, long)>();
            for (long output = 0; output < Outputs; output++)
                for (long image = 0; image < Images; image++)
                {
                    long offset = image + Before - output * Stride;
                    if (offset >= 0 && offset % Dilation == 0 && offset / Dilation < Window) pairs.Add(((int)image, (int)output, offset / Dilation));
                }

            return pairs;
        }
    }

    private long ImageValues => Axes.Aggregate((long)Batch * Channels, (size, axis) => size * axis.Images);

    private long OutputValues => Axes.Aggregate((long)Batch * Filters, (size, axis) => size * axis.Outputs);

    /// <summary>The convolution of images.</summary>
    public double[] Outputs(double[] images, double[] kernel, double[]? bias = null)
    {
        double[] y = Biased(OutputValues, bias);
        ForEachProduct((image, tap, output) => y[output] += images[image] * kernel[tap]);
        return y;
    }

    /// <summary>The gradient of images: the transposed convolution of outputs.</summary>
    public double[] Images(double[] outputs, double[] kernel, double[]? bias = null)
    {
        double[] x = Biased(ImageValues, bias);
        ForEachProduct((image, tap, output) => x[image] += outputs[output] * kernel[tap]);
        return x;
    }

    /// <summary>The gradient of the kernel, for the gradient of either and the values of the other.</summary>
    public double[] Kernel(double[] images, double[] outputs, int length)
    {
        var kernel = new double[length];
        ForEachProduct((image, tap, output) => kernel[tap] += images[image] * outputs[output]);
        return kernel;
    }

    private static double[] Biased(long length, double[]? bias)
    {
        var values = new double[length];
        for (int i = 0; i < length && bias is not null; i++) values[i] = bias[i % bias.Length];
        return values;
    }

    // Kernels are (window, channels of a group, filters).
    private void ForEachProduct(Product product)
    {
        List<(int Image, int Output, long Tap)>[] pairs = [.. Axes.Select(axis => axis.Pairs())];
        int inGroup = Channels / Groups, outGroup = Filters / Groups;
        for (int n = 0; n < Batch; n++) Walk(0, n, n, 0);

        void Walk(int axis, long image, long output, long tap)
        {
            if (axis < Axes.Length)
            {
                Axis a = Axes[axis];
                foreach (var pair in pairs[axis])
                {
                    Walk(axis + 1, image * a.Images + pair.Image, output * a.Outputs + pair.Output, tap * a.Window + pair.Tap);
                }

                return;
            }

            for (int f = 0; f < Filters; f++)
                for (int c = 0; c < inGroup; c++)
                {
                    product(
                        (int)(image * Channels + f / outGroup * inGroup + c), (tap * inGroup + c) * Filters + f,
                        (int)(output * Filters + f));
                }
        }
    }
}
