namespace DeepSharp.Kernels;

/// <summary>Makes the values of each channel equally frequent, over all images together.</summary>
internal static unsafe class EqualizeKernels
{
    /// <summary>y = x with values from <paramref name="low"/> to <paramref name="high"/> spread by how many are below each.</summary>
    /// <param name="x">(pixels, channels).</param>
    /// <param name="channels">How many.</param>
    /// <param name="counts">Room for so many whole numbers a channel as there are bins.</param>
    /// <param name="low">Of the range.</param>
    /// <param name="high">Of the range.</param>
    /// <param name="y">The same shape.</param>
    public static void Run(ReadOnlySpan<float> x, int channels, Span<int> counts, float low, float high, Span<float> y)
    {
        KernelGuard.SameLength(x, y);
        if (y.IsEmpty) return;
        fixed (float* px = x, py = y)
        fixed (int* pc = counts)
        {
            int bins = counts.Length / channels, pixels = x.Length / channels;
            var body = new Body(px, py, pc, pixels, channels, bins, low, high);
            WorkerPool.For(channels, RowGrain.For(channels, 6L * pixels), body);
        }
    }

    // One index is a channel.
    private readonly struct Body(float* x, float* y, int* counts, int pixels, int channels, int bins, float low, float high) : IRangeBody
    {
        private const float Most = 255f;

        public void Invoke(int start, int end)
        {
            for (int channel = start; channel < end; channel++) Equalize(channel, new Span<int>(counts + (nint)channel * bins, bins));
        }

        private void Equalize(int channel, Span<int> mine)
        {
            mine.Clear();
            nint size = (nint)pixels * channels;
            for (nint i = channel; i < size; i += channels) mine[Bin(x[i])]++;
            int first = mine.IndexOfAnyExcept(0);
            bool isFlat = mine[(first + 1)..].IndexOfAnyExcept(0) < 0;

            // Keras's table: how many lie up to a bin, less those of the first that has some.
            int least = mine[first], below = 0;
            double scale = Most / Math.Max(1, pixels - least);
            for (int bin = 0; bin < bins; bin++)
            {
                below += mine[bin];
                mine[bin] = (int)Math.Clamp(Math.Round((below - least) * scale), 0, Most);
            }

            for (nint i = channel; i < size; i += channels) y[i] = isFlat ? x[i] : mine[Bin(x[i])] / Most * (high - low) + low;
        }

        private int Bin(float value) => (int)Math.Clamp((value - low) / (high - low) * (bins - 1), 0f, bins - 1);
    }
}
