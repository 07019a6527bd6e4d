using DeepSharp.Kernels;

namespace DeepSharp;

// Images, (batch, height, width, channels).
public static partial class Ops
{
    /// <summary>2-D convolution: every pixel of the output is the sum of the kernel's products with what lies under it.</summary>
    /// <param name="inputs">(batch, height, width, channels).</param>
    /// <param name="kernel">
    /// (kernelHeight, kernelWidth, channels, filters). With fewer channels than the inputs, a divisor, channels and filters fall into as
    /// many groups, each with a convolution of its own.
    /// </param>
    /// <param name="strides">Step of the window in pixels; null for 1.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dilationRate">Distance of the kernel's pixels in the image; null for 1.</param>
    /// <returns>(batch, newHeight, newWidth, filters).</returns>
    /// <exception cref="ShapeException">Inputs or kernel are not of rank 4, or do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1.</exception>
    /// <example><code>Tensor edges = Ops.Conv2D(images, sobel, padding: "same");</code></example>
    public static Tensor Conv2D(
        Tensor inputs, Tensor kernel, Size2D? strides = null, Padding padding = default, Size2D? dilationRate = null)
    {
        (Shape x, Shape window) = (Require(inputs).Shape, Require(kernel).Shape);
        if (window.Rank != 4)
        {
            throw new ShapeException($"Conv2D: expected a kernel of rank 4 (height, width, channels, filters) but got {window}.");
        }

        Size2D steps = Positive("Conv2D", strides ?? 1, nameof(strides)),
            distance = Positive("Conv2D", dilationRate ?? 1, nameof(dilationRate));
        if ((steps.Height > 1 || steps.Width > 1) && (distance.Height > 1 || distance.Width > 1))
        {
            throw new ArgumentException(
                $"Conv2D: expected strides or dilationRate to be 1 but got {steps} and {distance}. Use one of them only.");
        }

        bool isGrouped = x.Rank == 4 && window[2] > 0 && x[3] % window[2] == 0;
        var slides = new SlidingWindow((window[0], window[1]), steps, distance, padding.RequireNotCausal("Conv2D"));
        var op = new ConvolutionOp(slides, isGrouped ? x[3] / window[2] : 1, FusedActivation.None);
        return Tape.Run(op, inputs, kernel);
    }

    /// <summary>The maximum of each window of an image. Padding never is; of equal maxima the first has the gradient.</summary>
    /// <param name="inputs">(batch, height, width, channels).</param>
    /// <param name="poolSize">Height and width of the window.</param>
    /// <param name="strides">Step of the window in pixels; null for its size.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <returns>(batch, newHeight, newWidth, channels).</returns>
    /// <exception cref="ShapeException">The inputs are not of rank 4, or the window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Tensor MaxPool2D(Tensor inputs, Size2D poolSize, Size2D? strides = null, Padding padding = default) =>
        Tape.Run(new MaxPoolOp(PoolWindow("MaxPool2D", poolSize, strides, padding)), Require(inputs));

    /// <summary>The mean of each window of an image. Padding does not count.</summary>
    /// <param name="inputs">(batch, height, width, channels).</param>
    /// <param name="poolSize">Height and width of the window.</param>
    /// <param name="strides">Step of the window in pixels; null for its size.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <returns>(batch, newHeight, newWidth, channels).</returns>
    /// <exception cref="ShapeException">The inputs are not of rank 4, or the window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Tensor AveragePool2D(Tensor inputs, Size2D poolSize, Size2D? strides = null, Padding padding = default) =>
        Tape.Run(new AveragePoolOp(PoolWindow("AveragePool2D", poolSize, strides, padding)), Require(inputs));

    private static SlidingWindow PoolWindow(string name, Size2D poolSize, Size2D? strides, Padding padding)
    {
        Size2D size = Positive(name, poolSize, nameof(poolSize));
        return new SlidingWindow(size, Positive(name, strides ?? size, nameof(strides)), padding.RequireNotCausal(name));
    }

    private static Size2D Positive(string name, Size2D value, string argument)
    {
        if (value.Height >= 1 && value.Width >= 1) return value;
        throw new ArgumentOutOfRangeException(argument, $"{name}: expected {argument} of 1 or more in both directions but got {value}.");
    }
}
