namespace DeepSharp.Kernels;

/// <summary>
/// Group normalization of (samples, pixels, channels): y = γ·(x − mean)/√(variance + ε) + β with the moments of each sample and group of
/// neighbouring channels.
/// </summary>
/// <remarks>
/// Wu and He 2018. The variance is the biased one. An empty γ stands for ones, an empty β for zeros. One sample is at work on a thread: its
/// channels' moments, and from them those of its groups.
/// </remarks>
internal static unsafe class GroupNormKernels
{
    // Values of each channel that a thread keeps while it is at a sample.
    private const int RowsOfSums = 5;

    /// <summary>Overwrites y, and means and inverse deviations of the groups of each sample, (samples, groups).</summary>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, GroupShape shape, float epsilon,
        Span<float> means, Span<float> inverses, Span<float> y)
    {
        KernelGuard.Exactly(x, shape.Length);
        KernelGuard.SameLength(x, y);
        KernelGuard.Exactly(means, (long)shape.Samples * shape.Groups);
        KernelGuard.SameLength(means, inverses);
        if (x.IsEmpty) return;
        fixed (float* px = x, pg = gamma, pb = beta, pm = means, pi = inverses, py = y)
        {
            int grain = RowGrain.For(shape.Samples, 3 * shape.ValuesOfSample);
            WorkerPool.For(shape.Samples, grain, new ForwardBody(px, pg, pb, shape, epsilon, pm, pi, py));
        }
    }

    /// <summary>
    /// dx (+)= (dy·γ − Σdy·γ/n − (x − mean)/σ²·Σ(dy·γ·(x − mean))/n)/σ over each group, and the shares of each sample in the gradients of
    /// γ, Σ dy·(x − mean)/σ, and of β, Σ dy: (samples, channels). An empty dx stands for one that is not wanted.
    /// </summary>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses,
        GroupShape shape, Span<float> dx, bool accumulate, Span<float> gammaShares, Span<float> betaShares)
    {
        KernelGuard.Exactly(x, shape.Length);
        KernelGuard.SameLength(x, dy);
        KernelGuard.Exactly(means, (long)shape.Samples * shape.Groups);
        KernelGuard.SameLength(means, inverses);
        KernelGuard.Exactly(gammaShares, (long)shape.Samples * shape.Channels);
        KernelGuard.SameLength(gammaShares, betaShares);
        if (!dx.IsEmpty) KernelGuard.SameLength(x, dx);
        if (x.IsEmpty) return;
        fixed (float* px = x, pdy = dy, pg = gamma, pm = means, pi = inverses, pdx = dx, pgs = gammaShares, pbs = betaShares)
        {
            int grain = RowGrain.For(shape.Samples, 5 * shape.ValuesOfSample);
            WorkerPool.For(shape.Samples, grain, new BackwardBody(px, pdy, pg, shape, pm, pi, pdx, accumulate, pgs, pbs));
        }
    }

    /// <summary>target (+)= the sum of the shares of all samples, (samples, channels).</summary>
    public static void Sum(ReadOnlySpan<float> shares, GroupShape shape, Span<float> target, bool accumulate)
    {
        KernelGuard.Exactly(shares, (long)shape.Samples * shape.Channels);
        KernelGuard.Exactly(target, shape.Channels);
        fixed (float* ps = shares, pt = target) PartialSums.Add(ps, shape.Samples, shape.Channels, pt, accumulate);
    }

    private static ReadOnlySpan<float> OrNone(float* values, int length) => values == null ? [] : new ReadOnlySpan<float>(values, length);

    // One index is a sample.
    private readonly struct ForwardBody(
        float* x, float* gamma, float* beta, GroupShape shape, float epsilon, float* means, float* inverses, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            (int channels, int pixels) = (shape.Channels, shape.Pixels);
            float* sums = Scratch.Get(ScratchSlot.GroupSums, (long)RowsOfSums * channels);
            Span<float> mean = new(sums, channels), variance = new(sums + channels, channels), scale = new(sums + 2 * channels, channels);
            for (int sample = start; sample < end; sample++)
            {
                nint at = (nint)(sample * shape.ValuesOfSample);
                var values = new ReadOnlySpan<float>(x + at, (int)shape.ValuesOfSample);
                BatchNormKernels.Moments(values, pixels, channels, mean, variance);
                for (int group = 0; group < shape.Groups; group++)
                {
                    int first = group * shape.Width, last = first + shape.Width;
                    double total = 0, spread = 0;
                    for (int c = first; c < last; c++) total += mean[c];
                    double average = total / shape.Width;
                    for (int c = first; c < last; c++) spread += variance[c] + (mean[c] - average) * (mean[c] - average);
                    float inverse = (float)(1 / Math.Sqrt(spread / shape.Width + epsilon));
                    for (int c = first; c < last; c++) (mean[c], scale[c]) = ((float)average, gamma == null ? inverse : inverse * gamma[c]);
                    (means[sample * shape.Groups + group], inverses[sample * shape.Groups + group]) = ((float)average, inverse);
                }

                BatchNormKernels.ScaleAndShift(
                    values, mean, scale, OrNone(beta, channels), pixels, channels, new Span<float>(y + at, values.Length),
                    accumulate: false);
            }
        }
    }

    // One index is a sample.
    private readonly struct BackwardBody(
        float* x, float* dy, float* gamma, GroupShape shape, float* means, float* inverses, float* dx, bool accumulate,
        float* gammaShares, float* betaShares) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            (int channels, int pixels) = (shape.Channels, shape.Pixels);
            float* scratch = Scratch.Get(ScratchSlot.GroupSums, (long)RowsOfSums * channels);
            Span<float> mean = new(scratch, channels), scale = new(scratch + channels, channels);
            Span<float> slope = new(scratch + 2 * channels, channels), offset = new(scratch + 3 * channels, channels);
            double values = (double)pixels * shape.Width;
            for (int sample = start; sample < end; sample++)
            {
                nint at = (nint)(sample * shape.ValuesOfSample);
                ReadOnlySpan<float> source = new(x + at, (int)shape.ValuesOfSample), gradient = new(dy + at, source.Length);
                Span<float> sums = new(betaShares + sample * (nint)channels, channels);
                Span<float> products = new(gammaShares + sample * (nint)channels, channels);
                float* groupMeans = means + sample * shape.Groups, groupInverses = inverses + sample * shape.Groups;
                for (int c = 0; c < channels; c++) mean[c] = groupMeans[c / shape.Width];
                BatchNormKernels.GradientSums(source, gradient, mean, pixels, channels, sums, products);
                for (int group = 0; group < shape.Groups; group++)
                {
                    int first = group * shape.Width, last = first + shape.Width;
                    double inverse = groupInverses[group], sum = 0, product = 0;
                    for (int c = first; c < last; c++)
                    {
                        double factor = gamma == null ? 1 : gamma[c];
                        (sum, product) = (sum + factor * sums[c], product + factor * products[c]);
                        scale[c] = (float)(factor * inverse);
                        products[c] *= (float)inverse;
                    }

                    slope[first..last].Fill((float)(-inverse * inverse * inverse * product / values));
                    offset[first..last].Fill((float)(-inverse * sum / values));
                }

                if (dx == null) continue;
                BatchNormKernels.LineGradient(
                    source, gradient, mean, scale, slope, offset, pixels, channels, new Span<float>(dx + at, source.Length), accumulate);
            }
        }
    }
}
