namespace DeepSharp;

// Colours and filters of images, as keras.ops.image has them. Images are of rank 3, or of rank 4 with a batch.
public static partial class Ops
{
    /// <summary>Grey images: 0.2989·red + 0.587·green + 0.114·blue.</summary>
    /// <param name="images">(height, width, 3), or (batch, height, width, 3).</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <returns>The same with one channel.</returns>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4, or have not three channels.</exception>
    public static Tensor RgbToGrayscale(Tensor images, DataFormat dataFormat = default)
    {
        return OnBatch("RgbToGrayscale", images, dataFormat, x =>
        {
            RequireColours("RgbToGrayscale", x);
            return Sum(x * Tensor.From([0.2989, 0.587, 0.114]), axis: -1, keepDims: true);
        });
    }

    /// <summary>Colours as hue, saturation and value, all from 0 to 1.</summary>
    /// <param name="images">(height, width, 3), or (batch, height, width, 3): red, green and blue from 0 to 1.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4, or have not three channels.</exception>
    public static Tensor RgbToHsv(Tensor images, DataFormat dataFormat = default) => OnBatch("RgbToHsv", images, dataFormat, x =>
    {
        RequireColours("RgbToHsv", x);
        Tensor[] parts = Split(x, 3, axis: -1);
        (Tensor red, Tensor green, Tensor blue) = (parts[0], parts[1], parts[2]);
        Tensor value = Max(x, axis: -1, keepDims: true), range = value - Min(x, axis: -1, keepDims: true);
        Tensor saturation = DivideNoNan(range, value), sixth = DivideNoNan(Tensor.Constant(1f / 6), range);
        Tensor hue = Where(
            Equal(red, value), sixth * (green - blue),
            Where(Equal(green, value), sixth * (blue - red) + 2.0 / 6, sixth * (red - green) + 4.0 / 6));
        hue = Where(Greater(range, 0), hue, Tensor.Constant(0f));
        return Concatenate([hue + Less(hue, 0), saturation, value], axis: -1);
    });

    /// <summary>Hue, saturation and value as red, green and blue, all from 0 to 1.</summary>
    /// <param name="images">(height, width, 3), or (batch, height, width, 3).</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4, or have not three channels.</exception>
    public static Tensor HsvToRgb(Tensor images, DataFormat dataFormat = default) => OnBatch("HsvToRgb", images, dataFormat, x =>
    {
        RequireColours("HsvToRgb", x);
        Tensor[] parts = Split(x, 3, axis: -1);
        Tensor hue = Mod(parts[0], Tensor.Constant(1f)) * 6;
        Tensor red = Clip(Abs(hue - 3) - 1, 0, 1), green = Clip(2 - Abs(hue - 2), 0, 1), blue = Clip(2 - Abs(hue - 4), 0, 1);
        Tensor rest = 1 - parts[1];
        return Concatenate([red, green, blue], axis: -1) * (parts[1] * parts[2]) + rest * parts[2];
    });

    /// <summary>Images blurred by a Gaussian, with zeros around them.</summary>
    /// <param name="images">(height, width, channels), or (batch, height, width, channels).</param>
    /// <param name="kernelSize">Height and width of the kernel; null for 3.</param>
    /// <param name="sigma">Standard deviations in both directions; null for 1.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <exception cref="ShapeException">The images are not of rank 3 or 4.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a deviation is not above 0.</exception>
    public static Tensor GaussianBlur(
        Tensor images, Size2D? kernelSize = null, (double Vertical, double Horizontal)? sigma = null, DataFormat dataFormat = default)
    {
        Size2D size = kernelSize ?? 3;
        (double vertical, double horizontal) = sigma ?? (1, 1);
        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(kernelSize), $"GaussianBlur: expected a kernelSize of 1 or more but got {size}.");
        }

        if (!(vertical > 0 && horizontal > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sigma), $"GaussianBlur: expected deviations above 0 but got {vertical} and {horizontal}.");
        }

        return OnBatch("GaussianBlur", images, dataFormat, x =>
        {
            Tensor kernel = Gaussian(size.Height, vertical).Reshape([size.Height, 1, 1, 1]) *
                Gaussian(size.Width, horizontal).Reshape([1, size.Width, 1, 1]);
            return DepthwiseConv(x, BroadcastTo(kernel, [size.Height, size.Width, x.Shape[^1], 1]), padding: Padding.Same);
        });
    }

    /// <summary>Slopes of images by Sobel's kernels, with the images mirrored at their margins.</summary>
    /// <param name="images">(batch, height, width, channels).</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>, for images and result.</param>
    /// <returns>With one more axis, the last, of length 2: down and to the right.</returns>
    /// <exception cref="ShapeException">The images are not of rank 4.</exception>
    public static Tensor SobelEdges(Tensor images, DataFormat dataFormat = default)
    {
        if (Require(images).Rank != 4)
        {
            throw new ShapeException($"SobelEdges: expected images of rank 4, (batch, height, width, channels), but got {images.Shape}.");
        }

        Tensor x = Pad(ChannelsLastOf(images, dataFormat), [(0, 0), (1, 1), (1, 1), (0, 0)], "reflect");
        Tensor down = Tensor.From([-1, -2, -1, 0, 0, 0, 1, 2, 1], [3, 3, 1, 1]), right = SwapAxes(down, 0, 1);
        Shape kernel = [3, 3, x.Shape[^1], 1];
        return Stack(
            [
                InFormat(DepthwiseConv(x, BroadcastTo(down, kernel)), dataFormat),
                InFormat(DepthwiseConv(x, BroadcastTo(right, kernel)), dataFormat),
            ],
            axis: -1);
    }

    /// <summary>The structural similarity of images (Wang et al. 2004): 1 for equal ones.</summary>
    /// <param name="image1">(batch, height, width, channels), or one image without the batch.</param>
    /// <param name="image2">Of the same shape.</param>
    /// <param name="maxVal">The largest value there can be.</param>
    /// <param name="filterSize">Height and width of the Gaussian window.</param>
    /// <param name="filterSigma">Its standard deviation.</param>
    /// <param name="k1">Keeps the term of the means finite.</param>
    /// <param name="k2">Keeps the term of the variances finite.</param>
    /// <param name="dataFormat"><c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <returns>(batch,): the mean over places and channels; of one image ().</returns>
    /// <exception cref="ShapeException">The shapes differ, or the window does not fit.</exception>
    public static Tensor Ssim(
        Tensor image1, Tensor image2, double maxVal = 1, int filterSize = 11, double filterSigma = 1.5, double k1 = 0.01, double k2 = 0.03,
        DataFormat dataFormat = default)
    {
        if (Require(image1).Shape != Require(image2).Shape || image1.Rank is not (3 or 4))
        {
            throw new ShapeException($"Ssim: expected two equal shapes of rank 3 or 4 but got {image1.Shape} and {image2.Shape}.");
        }

        RequireAtLeastOne("Ssim", nameof(filterSize), filterSize);
        bool isOne = image1.Rank == 3;
        Tensor x = ChannelsLastOf(isOne ? ExpandDims(image1, 0) : image1, dataFormat);
        Tensor y = ChannelsLastOf(isOne ? ExpandDims(image2, 0) : image2, dataFormat);
        Tensor line = Gaussian(filterSize, filterSigma);
        Tensor kernel = BroadcastTo(
            line.Reshape([-1, 1, 1, 1]) * line.Reshape([1, -1, 1, 1]), [filterSize, filterSize, x.Shape[^1], 1]);
        double c1 = k1 * maxVal * k1 * maxVal, c2 = k2 * maxVal * k2 * maxVal;
        Tensor mx = DepthwiseConv(x, kernel), my = DepthwiseConv(y, kernel), mxy = mx * my;
        Tensor vx = DepthwiseConv(Square(x), kernel) - Square(mx), vy = DepthwiseConv(Square(y), kernel) - Square(my);
        Tensor vxy = DepthwiseConv(x * y, kernel) - mxy;
        Tensor similarity = (2 * mxy + c1) * (2 * vxy + c2) / ((Square(mx) + Square(my) + c1) * (vx + vy + c2));
        Tensor mean = Mean(similarity, [1, 2, 3]);
        return isOne ? Squeeze(mean, 0) : mean;
    }

    private static Tensor Gaussian(int size, double sigma)
    {
        var values = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            double at = (i - (size - 1) / 2.0) / sigma;
            sum += values[i] = Math.Exp(-at * at / 2);
        }

        foreach (ref double value in values.AsSpan()) value /= sum;
        return Tensor.From(values);
    }

    private static void RequireColours(string name, Tensor x)
    {
        if (x.Shape[^1] != 3) throw new ShapeException($"{name}: expected three channels, red, green and blue, but got {x.Shape}.");
    }
}
