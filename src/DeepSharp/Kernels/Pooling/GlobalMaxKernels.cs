using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The backward pass from the maximum of each channel over all pixels, (images, pixels, channels) to (images, channels).</summary>
internal static unsafe class GlobalMaxKernels
{
    // A cache line or more of every pixel, and enough blocks to share out one large image.
    private const int ChannelBlock = 64;

    /// <summary>dx (+)= dy where x is the maximum y, in equal shares where it is more than once, and 0 elsewhere.</summary>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx,
        int images, int pixels, int channels, bool accumulate)
    {
        KernelGuard.AtLeast(x, (long)images * pixels * channels);
        KernelGuard.AtLeast(dx, (long)images * pixels * channels);
        KernelGuard.AtLeast(y, (long)images * channels);
        KernelGuard.AtLeast(dy, (long)images * channels);
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            int blocks = (channels + ChannelBlock - 1) / ChannelBlock;
            int units = images * blocks;
            int grain = RowGrain.For(units, (long)pixels * Math.Min(channels, ChannelBlock));
            WorkerPool.For(units, grain, new BackwardBody(px, py, pdy, pdx, blocks, pixels, channels, accumulate));
        }
    }

    // One index is a block of channels of an image.
    private readonly struct BackwardBody(
        float* x, float* y, float* dy, float* dx, int blocks, int pixels, int channels, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int unit = start; unit < end; unit++)
            {
                (int image, int block) = Math.DivRem(unit, blocks);
                int from = block * ChannelBlock, to = Math.Min(channels, from + ChannelBlock);
                if (F512.IsSupported) from = Channels<F512>(image, from, to);
                if (F256.IsSupported) from = Channels<F256>(image, from, to);
                if (F128.IsSupported) from = Channels<F128>(image, from, to);
                Channels<F1>(image, from, to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Channels<TSimd>(int image, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd one = TSimd.Splat(1f);
            nint step = channels, end = (nint)pixels * channels;
            for (; from <= to - TSimd.Width; from += TSimd.Width)
            {
                nint at = image * (nint)channels + from;
                float* values = x + image * end + from, target = dx + image * end + from;
                TSimd largest = TSimd.Load(y + at), count = TSimd.Zero;
                for (nint i = 0; i < end; i += step) count += TSimd.Equal(TSimd.Load(values + i), largest) & one;
                TSimd share = TSimd.Load(dy + at) / count;
                for (nint i = 0; i < end; i += step)
                {
                    TSimd part = TSimd.Equal(TSimd.Load(values + i), largest) & share;
                    TSimd.Store(accumulate ? TSimd.Load(target + i) + part : part, target + i);
                }
            }

            return from;
        }
    }
}
