using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// dkernel[tap, c] = Σ images Σ t x[n, s(t, tap), c] · dy[n, t, c], the kernel gradient of a convolution without sums across channels.
/// One index is a block of output rows with its own sums.
/// </summary>
internal readonly unsafe struct DepthwiseKernelGradient(Conv2DGeometry g, float* x, float* dy, float* sums, int blocks) : IRangeBody
{
    private const int MostBlocks = 32;
    private const double OperationsOfBlock = 5e5;

    /// <summary>Overwrites the gradient, or adds to it.</summary>
    public static void Run(in Conv2DGeometry g, float* x, float* dy, float* dkernel, bool accumulate)
    {
        int blocks = (int)Math.Clamp(g.Operations / OperationsOfBlock, 1, Math.Min(MostBlocks, g.Batch * g.OutPlanes * g.OutHeight));
        float* sums = Scratch.Get(ScratchSlot.PartialSums, blocks * g.KernelLength);
        WorkerPool.For(blocks, 1, new DepthwiseKernelGradient(g, x, dy, sums, blocks));
        PartialSums.Add(sums, blocks, (nint)g.KernelLength, dkernel, accumulate);
    }

    public void Invoke(int start, int end)
    {
        int rows = g.Batch * g.OutPlanes * g.OutHeight;
        for (int block = start; block < end; block++)
        {
            float* sum = sums + block * (nint)g.KernelLength;
            new Span<float>(sum, (int)g.KernelLength).Clear();
            int endRow = (int)((long)rows * (block + 1) / blocks);
            for (int row = (int)((long)rows * block / blocks); row < endRow; row++) Row(row, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Row(int index, float* sum)
    {
        (int planeIndex, int row) = Math.DivRem(index, g.OutHeight);
        (int image, int plane) = Math.DivRem(planeIndex, g.OutPlanes);
        TapAxis frontal = TapAxis.Forward(g.Frontal), vertical = TapAxis.Forward(g.Vertical);
        float* gradient = dy + (nint)index * g.OutWidth * g.InChannels;
        int triples = g.StrideWidth == 1 && g.DilationWidth == 1 ? g.KernelWidth / 3 : 0;
        for (int tapRow = 0; tapRow < g.TapRows; tapRow++)
        {
            (int tapPlane, int tapOfPlane) = Math.DivRem(tapRow, g.KernelHeight);
            int sourcePlane = frontal.Source(plane, tapPlane), sourceRow = vertical.Source(row, tapOfPlane);
            if (sourcePlane < 0 || sourceRow < 0) continue;
            float* source = x + (((nint)image * g.InPlanes + sourcePlane) * g.InHeight + sourceRow) * g.InWidth * g.InChannels;
            float* sumOfRow = sum + (nint)tapRow * g.KernelWidth * g.InChannels;
            for (int i = 0; i < triples; i++) Triple(source, gradient, 3 * i, sumOfRow);
            for (int tap = 3 * triples; tap < g.KernelWidth; tap++) Single(source, gradient, tap, 0, g.OutWidth, sumOfRow);
        }
    }

    // Three neighbouring taps: together over the pixels that have all of them, one by one over the others.
    private void Triple(float* source, float* gradient, int tap, float* sum)
    {
        int offset = tap - g.PadLeft;
        var horizontal = TapAxis.Forward(g.Horizontal);
        int lo = horizontal.Range(0, offset).Lo, hi = Math.Max(lo, horizontal.Range(0, offset + 2).Hi);
        nint channels = g.InChannels;
        if (lo < hi)
        {
            var task = new DepthwiseTriple
            {
                Source = source + (lo + offset) * channels,
                Gradient = gradient + lo * channels,
                Sum = sum + tap * channels,
                Pixels = hi - lo,
                Channels = (int)channels,
            };
            task.Run();
        }

        for (int i = 0; i < 3; i++)
        {
            Single(source, gradient, tap + i, 0, lo, sum);
            Single(source, gradient, tap + i, hi, g.OutWidth, sum);
        }
    }

    private void Single(float* source, float* gradient, int tap, int first, int end, float* sum)
    {
        int offset = tap * g.DilationWidth - g.PadLeft;
        (int lo, int hi) = TapAxis.Forward(g.Horizontal).Range(0, offset);
        (lo, hi) = (Math.Max(lo, first), Math.Min(hi, end));
        if (lo >= hi) return;
        nint channels = g.InChannels;
        Pixels(source + ((nint)lo * g.StrideWidth + offset) * channels, gradient + lo * channels, hi - lo, sum + tap * channels);
    }

    private void Pixels(float* source, float* gradient, int pixels, float* sum)
    {
        int c = 0;
        if (F512.IsSupported) c = Channels<F512>(source, gradient, pixels, sum, c);
        if (F256.IsSupported && c < g.InChannels) c = Channels<F256>(source, gradient, pixels, sum, c);
        if (F128.IsSupported && c < g.InChannels) c = Channels<F128>(source, gradient, pixels, sum, c);
        if (c < g.InChannels) Channels<F1>(source, gradient, pixels, sum, c);
    }

    // Four sums in flight hide the latency of the additions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Channels<TSimd>(float* source, float* gradient, int pixels, float* sum, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint channels = g.InChannels, step = channels * g.StrideWidth;
        for (; c <= channels - TSimd.Width; c += TSimd.Width)
        {
            float* a = source + c, b = gradient + c;
            TSimd sum0 = TSimd.Load(sum + c), sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
            int left = pixels;
            for (; left >= 4; left -= 4, a += 4 * step, b += 4 * channels)
            {
                sum0 = TSimd.MultiplyAdd(TSimd.Load(a), TSimd.Load(b), sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(a + step), TSimd.Load(b + channels), sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(a + 2 * step), TSimd.Load(b + 2 * channels), sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(a + 3 * step), TSimd.Load(b + 3 * channels), sum3);
            }

            for (; left > 0; left--, a += step, b += channels) sum0 = TSimd.MultiplyAdd(TSimd.Load(a), TSimd.Load(b), sum0);
            TSimd.Store(sum0 + sum1 + (sum2 + sum3), sum + c);
        }

        return c;
    }
}
