namespace DeepSharp.Kernels;

/// <summary>Batch normalization of (rows, channels), where the rows are all samples and pixels.</summary>
/// <remarks>
/// Ioffe and Szegedy 2015: y = γ·(x − mean)/√(variance + ε) + β, in training with the mean and the biased variance of the batch.
/// An empty γ stands for ones, an empty β for zeros.
/// </remarks>
internal static unsafe class BatchNormKernels
{
    /// <summary>The mean and the biased variance of each channel. There is at least one row.</summary>
    public static void Moments(ReadOnlySpan<float> x, int rows, int channels, Span<float> means, Span<float> variances)
    {
        KernelGuard.Exactly(x, (long)rows * channels);
        KernelGuard.Exactly(means, channels);
        KernelGuard.Exactly(variances, channels);
        if (x.IsEmpty) return;
        fixed (float* px = x, pm = means, pv = variances) ChannelSums.Moments(px, rows, channels, pm, pv);
    }

    /// <summary>1/√(variance + ε). <paramref name="inverses"/> may be <paramref name="variances"/>.</summary>
    public static void InverseDeviations(ReadOnlySpan<float> variances, float epsilon, Span<float> inverses)
    {
        for (int c = 0; c < variances.Length; c++) inverses[c] = 1f / MathF.Sqrt(variances[c] + epsilon);
    }

    /// <summary>γ/√(variance + ε), by which deviations from the mean are multiplied. May overwrite <paramref name="inverses"/>.</summary>
    public static void Scales(ReadOnlySpan<float> inverses, ReadOnlySpan<float> gamma, Span<float> scale)
    {
        for (int c = 0; c < inverses.Length; c++) scale[c] = gamma.IsEmpty ? inverses[c] : inverses[c] * gamma[c];
    }

    /// <summary>
    /// Normalization of values of which <paramref name="bias"/> is not yet a part as one product and one sum, x·scale + offset, with
    /// offset = (bias − mean)·scale + β. Gives the largest distance |(bias − mean)·scale|: what the sum cancels of it is lost in rounding.
    /// </summary>
    public static double Offsets(
        ReadOnlySpan<float> means, ReadOnlySpan<float> scale, ReadOnlySpan<float> bias, ReadOnlySpan<float> beta, Span<float> offset)
    {
        double largest = 0;
        for (int c = 0; c < means.Length; c++)
        {
            double distance = ((bias.IsEmpty ? 0 : bias[c]) - (double)means[c]) * scale[c];
            offset[c] = (float)(distance + (beta.IsEmpty ? 0 : beta[c]));
            largest = Math.Max(largest, Math.Abs(distance));
        }

        return largest;
    }

    /// <summary>y (+)= (x − means)·scale + offset; an empty span of means or offsets stands for zeros.</summary>
    /// <remarks>
    /// Not x·scale + (offset − means·scale): where a mean is large against its deviation, both terms are rounded far above their sum.
    /// </remarks>
    public static void ScaleAndShift(
        ReadOnlySpan<float> x, ReadOnlySpan<float> means, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, int rows, int channels,
        Span<float> y, bool accumulate)
    {
        KernelGuard.Exactly(x, (long)rows * channels);
        KernelGuard.SameLength(x, y);
        KernelGuard.Exactly(scale, channels);
        if (x.IsEmpty) return;
        var pattern = new ChannelPattern(channels);
        int width = pattern.Width;
        float* scales = Scratch.Get(ScratchSlot.Temporary, 3L * width), offsets = scales + width, mean = offsets + width;
        scale.CopyTo(new Span<float>(scales, channels));
        CopyOrClear(offset, offsets, channels);
        CopyOrClear(means, mean, channels);
        for (int i = 0; i < 3; i++) pattern.Repeat(scales + i * (nint)width);
        fixed (float* px = x, py = y) ChannelMap.Run(new AffineMap(px, mean, scales, offsets, py, accumulate), rows, pattern);
    }

    /// <summary>sums[c] = Σ dy and products[c] = Σ dy·(x − means[c]): the gradients of β, and of γ once divided by the deviation.</summary>
    public static void GradientSums(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> means, int rows, int channels,
        Span<float> sums, Span<float> products)
    {
        KernelGuard.Exactly(x, (long)rows * channels);
        KernelGuard.SameLength(x, dy);
        KernelGuard.Exactly(means, channels);
        KernelGuard.Exactly(sums, channels);
        KernelGuard.Exactly(products, channels);
        fixed (float* px = x, pdy = dy, pm = means, ps = sums, pp = products)
        {
            ChannelSums.Gradients(px, pdy, pm, rows, channels, ps, pp);
        }
    }

    /// <summary>
    /// dx (+)= γ/σ·(dy − Σdy/n − (x − mean)/σ²·Σ(dy·(x − mean))/n), where σ² = variance + ε: mean and variance move with x.
    /// </summary>
    public static void InputGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses, ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> sums, ReadOnlySpan<float> products, int rows, int channels, Span<float> dx, bool accumulate)
    {
        KernelGuard.Exactly(x, (long)rows * channels);
        KernelGuard.SameLength(x, dy);
        KernelGuard.SameLength(x, dx);
        KernelGuard.Exactly(means, channels);
        KernelGuard.Exactly(inverses, channels);
        if (x.IsEmpty) return;
        var pattern = new ChannelPattern(channels);
        int width = pattern.Width;
        float* mean = Scratch.Get(ScratchSlot.Temporary, 4L * width), scale = mean + width, slope = scale + width, average = slope + width;
        means.CopyTo(new Span<float>(mean, channels));
        fixed (float* pi = inverses, pg = gamma, ps = sums, pp = products)
        {
            for (int c = 0; c < channels; c++)
            {
                float factor = pg == null ? pi[c] : pi[c] * pg[c];
                scale[c] = factor;
                slope[c] = -(pp[c] / rows * pi[c] * pi[c] * factor);
                average[c] = ps[c] / rows;
            }
        }

        for (int i = 0; i < 4; i++) pattern.Repeat(mean + i * (nint)width);
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            ChannelMap.Run(new BatchGradientMap(px, pdy, mean, average, scale, slope, pdx, accumulate), rows, pattern);
        }
    }

    /// <summary>dx (+)= dy·scale + (x − means)·slope + offset, each number one of the channel.</summary>
    public static void LineGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> means, ReadOnlySpan<float> scale, ReadOnlySpan<float> slope,
        ReadOnlySpan<float> offset, int rows, int channels, Span<float> dx, bool accumulate)
    {
        KernelGuard.Exactly(x, (long)rows * channels);
        KernelGuard.SameLength(x, dy);
        KernelGuard.SameLength(x, dx);
        if (x.IsEmpty) return;
        var pattern = new ChannelPattern(channels);
        int width = pattern.Width;
        float* mean = Scratch.Get(ScratchSlot.Temporary, 4L * width), scales = mean + width, slopes = scales + width,
            offsets = slopes + width;
        CopyOrClear(means, mean, channels);
        CopyOrClear(scale, scales, channels);
        CopyOrClear(slope, slopes, channels);
        CopyOrClear(offset, offsets, channels);
        for (int i = 0; i < 4; i++) pattern.Repeat(mean + i * (nint)width);
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            ChannelMap.Run(new LineGradientMap(px, pdy, mean, scales, slopes, offsets, pdx, accumulate), rows, pattern);
        }
    }

    private static void CopyOrClear(ReadOnlySpan<float> values, float* target, int length)
    {
        var all = new Span<float>(target, length);
        if (values.IsEmpty) all.Clear();
        else values.CopyTo(all);
    }
}
