using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// A <see cref="WindowProduct"/> whose groups have one channel and one filter: registers run over the channels, and no sum crosses them.
/// The kernel (tap, channel) is the same matrix for the convolution and for the gradient of its input. One index is a target row.
/// </summary>
internal readonly unsafe struct DepthwiseProduct(WindowProduct product) : IRangeBody
{
    private readonly WindowProduct _product = product;

    public static bool CanRun(in WindowProduct product) => product.Groups > 1 && product.Depth == 1 && product.Columns == 1;

    public static void Run(in WindowProduct product)
    {
        int rows = product.Batch * product.Vertical.Targets;
        double each = 8.0 * product.TargetRow * product.Taps; // bound by loads: counted four times
        WorkerPool.For(rows, WindowGrain.For(rows, each), new DepthwiseProduct(product));
    }

    public void Invoke(int start, int end)
    {
        var segments = (TileSegment*)Scratch.Get(ScratchSlot.Segments, _product.Taps * (sizeof(TileSegment) / sizeof(float)));
        for (int i = start; i < end; i++) Row(i, segments);
    }

    private void Row(int index, TileSegment* segments)
    {
        (int image, int row) = Math.DivRem(index, _product.Vertical.Targets);
        float* source = _product.Source + image * _product.SourceImage, target = _product.Target + index * _product.TargetRow;
        int phases = _product.Horizontal.Phases, channels = _product.Groups;
        for (int phase = 0; phase < phases; phase++)
        {
            int steps = _product.Horizontal.Steps(phase);
            (int lo, int hi) = Interior(phase, steps);
            for (int u = 0; u < steps;)
            {
                int t = phase + u * phases, pixels = u >= lo && u + 4 <= hi ? 4 : 1;
                int count = FillSegments(row, t, segments);
                // All pixels of the interior have the same taps: four at a time share the loads of the kernel.
                do
                {
                    Pixels(source, target + (nint)t * channels, pixels, segments, count);
                    source += pixels * (nint)_product.Horizontal.Step * channels;
                    (u, t) = (u + pixels, t + pixels * phases);
                }
                while (pixels == 4 && u + 4 <= hi);
                source = _product.Source + image * _product.SourceImage;
            }
        }
    }

    // Where every tap of the phase exists.
    private (int Lo, int Hi) Interior(int phase, int steps)
    {
        (int lo, int hi) = (0, steps);
        for (int tap = 0; tap < _product.Horizontal.Taps; tap++)
        {
            if (!_product.Horizontal.TryOffset(phase, tap, out int offset)) continue;
            (int first, int end) = _product.Horizontal.Range(phase, offset);
            (lo, hi) = (Math.Max(lo, first), Math.Min(hi, end));
        }

        return (lo, hi);
    }

    private int FillSegments(int row, int t, TileSegment* segments)
    {
        int count = 0;
        for (int tapRow = 0; tapRow < _product.Vertical.Taps; tapRow++)
        {
            int sourceRow = _product.Vertical.Source(row, tapRow);
            if (sourceRow < 0) continue;
            for (int tap = 0; tap < _product.Horizontal.Taps; tap++)
            {
                int column = _product.Horizontal.Source(t, tap);
                if (column < 0) continue;
                nint kernelRow = tapRow * _product.Horizontal.Taps + tap;
                segments[count++] = new TileSegment(
                    sourceRow * _product.SourceRow + column * (nint)_product.Groups, kernelRow * _product.Groups);
            }
        }

        return count;
    }

    private void Pixels(float* source, float* target, int pixels, TileSegment* segments, int count)
    {
        int c = 0;
        if (F512.IsSupported) c = Channels<F512>(source, target, pixels, segments, count, c);
        if (F256.IsSupported) c = Channels<F256>(source, target, pixels, segments, count, c);
        if (F128.IsSupported) c = Channels<F128>(source, target, pixels, segments, count, c);
        Channels<F1>(source, target, pixels, segments, count, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Channels<TSimd>(float* source, float* target, int pixels, TileSegment* segments, int count, int c)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        nint step = _product.Horizontal.Step * (nint)_product.Groups, targetStep = _product.Horizontal.Phases * (nint)_product.Groups;
        float* kernel = _product.Kernel;
        for (; c <= _product.Groups - TSimd.Width; c += TSimd.Width)
        {
            TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
            if (pixels == 1)
            {
                for (int s = 0; s < count; s++)
                {
                    TSimd weight = TSimd.Load(kernel + segments[s].BOffset + c);
                    sum0 = TSimd.MultiplyAdd(TSimd.Load(source + segments[s].AOffset + c), weight, sum0);
                }

                Finish(sum0, target + c, c);
                continue;
            }

            for (int s = 0; s < count; s++)
            {
                TSimd weight = TSimd.Load(kernel + segments[s].BOffset + c);
                float* from = source + segments[s].AOffset + c;
                sum0 = TSimd.MultiplyAdd(TSimd.Load(from), weight, sum0);
                sum1 = TSimd.MultiplyAdd(TSimd.Load(from + step), weight, sum1);
                sum2 = TSimd.MultiplyAdd(TSimd.Load(from + 2 * step), weight, sum2);
                sum3 = TSimd.MultiplyAdd(TSimd.Load(from + 3 * step), weight, sum3);
            }

            Finish(sum0, target + c, c);
            Finish(sum1, target + targetStep + c, c);
            Finish(sum2, target + 2 * targetStep + c, c);
            Finish(sum3, target + 3 * targetStep + c, c);
        }

        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish<TSimd>(TSimd sum, float* target, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (_product.Bias != null) sum += TSimd.Load(_product.Bias + c);
        if (_product.Activation == FusedActivation.ReLU) sum = TSimd.Max(sum, TSimd.Zero);
        if (_product.Accumulate) sum += TSimd.Load(target);
        TSimd.Store(sum, target);
    }
}
