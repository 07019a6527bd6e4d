using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The mean of each channel over all pixels, (images, pixels, channels) to (images, channels), and its gradient.</summary>
internal static unsafe class GlobalAverageKernels
{
    // A cache line or more of every pixel, and enough blocks to share out one large image.
    private const int ChannelBlock = 64;

    // Sums of 64 values are added up: the error grows with the number of blocks, not of pixels.
    private const int PixelBlock = 64;

    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int images, int pixels, int channels)
    {
        KernelGuard.AtLeast(x, (long)images * pixels * channels);
        KernelGuard.AtLeast(y, (long)images * channels);
        fixed (float* px = x, py = y)
        {
            int blocks = (channels + ChannelBlock - 1) / ChannelBlock;
            int units = images * blocks;
            int grain = RowGrain.For(units, (long)pixels * Math.Min(channels, ChannelBlock));
            WorkerPool.For(units, grain, new ForwardBody(px, py, blocks, pixels, channels));
        }
    }

    /// <summary>dx (+)= dy / pixels at every pixel.</summary>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, int images, int pixels, int channels, bool accumulate)
    {
        KernelGuard.AtLeast(dy, (long)images * channels);
        KernelGuard.AtLeast(dx, (long)images * pixels * channels);
        fixed (float* pdy = dy, pdx = dx)
        {
            int rows = dx.IsEmpty ? 0 : images * pixels;
            WorkerPool.For(rows, RowGrain.For(rows, channels), new BackwardBody(pdy, pdx, pixels, channels, accumulate));
        }
    }

    private readonly struct ForwardBody(float* x, float* y, int blocks, int pixels, int channels) : IRangeBody
    {
        private readonly float* _x = x;
        private readonly float* _y = y;

        public void Invoke(int start, int end)
        {
            for (int unit = start; unit < end; unit++)
            {
                (int image, int block) = Math.DivRem(unit, blocks);
                int from = block * ChannelBlock, to = Math.Min(channels, from + ChannelBlock);
                float* x = _x + image * (nint)pixels * channels;
                float* y = _y + image * (nint)channels;
                if (F512.IsSupported) from = Channels<F512>(x, y, from, to);
                if (F256.IsSupported) from = Channels<F256>(x, y, from, to);
                if (F128.IsSupported) from = Channels<F128>(x, y, from, to);
                Channels<F1>(x, y, from, to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Channels<TSimd>(float* x, float* y, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd count = TSimd.Splat(pixels);
            for (; from + TSimd.Width <= to; from += TSimd.Width)
            {
                float* pixel = x + from;
                TSimd total = TSimd.Zero;
                for (int first = 0; first < pixels; first += PixelBlock)
                {
                    TSimd sum = TSimd.Zero;
                    int last = Math.Min(pixels, first + PixelBlock);
                    for (int i = first; i < last; i++, pixel += channels) sum += TSimd.Load(pixel);
                    total += sum;
                }

                TSimd.Store(total / count, y + from);
            }

            return from;
        }
    }

    private readonly struct BackwardBody(float* dy, float* dx, int pixels, int channels, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            float share = 1f / pixels;
            for (int row = start; row < end; row++)
            {
                var gradient = new ReadOnlySpan<float>(dy + row / pixels * (nint)channels, channels);
                var target = new Span<float>(dx + row * (nint)channels, channels);
                if (accumulate) TensorPrimitives.MultiplyAddEstimate(gradient, share, target, target);
                else TensorPrimitives.Multiply(gradient, share, target);
            }
        }
    }
}
