namespace DeepSharp.Kernels;

/// <summary>The backward pass of <see cref="GrayFunction"/>.</summary>
internal static unsafe class GrayGradient
{
    /// <summary>dx += the gradient of the colors, where y, which dy is for, lies within the range.</summary>
    /// <param name="y">(images, pixels, 3).</param>
    /// <param name="dy">The same shape.</param>
    /// <param name="shares">A number for each image.</param>
    /// <param name="low">What y was cut at.</param>
    /// <param name="high">What y was cut at.</param>
    /// <param name="dx">The same shape.</param>
    public static void Add(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, ReadOnlySpan<float> shares, float low, float high, Span<float> dx)
    {
        KernelGuard.SameLength(y, dy);
        KernelGuard.SameLength(y, dx);
        if (dx.IsEmpty) return;
        fixed (float* py = y, pdy = dy, ps = shares, pdx = dx)
        {
            int size = y.Length / shares.Length;
            WorkerPool.For(shares.Length, RowGrain.For(shares.Length, 3L * size), new Body(py, pdy, ps, low, high, pdx, size));
        }
    }

    // One index is an image.
    private readonly struct Body(float* y, float* dy, float* shares, float low, float high, float* dx, int size) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int image = start; image < end; image++)
            {
                float share = shares[image];
                for (nint i = (nint)image * size, last = i + size; i < last; i += 3)
                {
                    float red = Kept(i), green = Kept(i + 1), blue = Kept(i + 2), gray = share * (red + green + blue);
                    dx[i] += (1f - share) * red + GrayFunction.Red * gray;
                    dx[i + 1] += (1f - share) * green + GrayFunction.Green * gray;
                    dx[i + 2] += (1f - share) * blue + GrayFunction.Blue * gray;
                }
            }
        }

        private float Kept(nint i) => y[i] > low && y[i] < high ? dy[i] : 0f;
    }
}
