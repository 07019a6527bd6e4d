namespace DeepSharp.Kernels;

/// <summary>Stretches the values of each channel of each image over a range.</summary>
internal static unsafe class ContrastKernels
{
    /// <summary>y = (x - smallest) / (largest - smallest) on the scale of the range; what is the same everywhere stays.</summary>
    /// <param name="x">(images, pixels, channels).</param>
    /// <param name="images">How many.</param>
    /// <param name="channels">How many.</param>
    /// <param name="low">The smallest of the results.</param>
    /// <param name="high">The largest of the results.</param>
    /// <param name="y">The same shape.</param>
    public static void Stretch(ReadOnlySpan<float> x, int images, int channels, float low, float high, Span<float> y)
    {
        KernelGuard.SameLength(x, y);
        if (y.IsEmpty) return;
        fixed (float* px = x, py = y)
        {
            int size = x.Length / images, planes = images * channels;
            WorkerPool.For(planes, RowGrain.For(planes, 2L * size), new Body(px, py, size, channels, low, high));
        }
    }

    // One index is a channel of an image.
    private readonly struct Body(float* x, float* y, int size, int channels, float low, float high) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                (int image, int channel) = Math.DivRem(plane, channels);
                Stretch(x + (nint)image * size, y + (nint)image * size, channel);
            }
        }

        private void Stretch(float* from, float* to, int channel)
        {
            float least = float.PositiveInfinity, most = float.NegativeInfinity;
            for (int i = channel; i < size; i += channels)
            {
                least = MathF.Min(least, from[i]);
                most = MathF.Max(most, from[i]);
            }

            // False for what is no number too.
            bool isStretched = most > least;
            float scale = (high - low) / (most - least);
            for (int i = channel; i < size; i += channels)
            {
                to[i] = isStretched ? Math.Clamp((from[i] - least) * scale + low, low, high) : from[i];
            }
        }
    }
}
