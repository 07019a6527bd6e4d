using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// What a tile of a <see cref="DepthwiseProduct"/> computes: some pixels of one row and all channels, from runs of taps that these pixels
/// have in common.
/// </summary>
internal unsafe struct DepthwiseTask
{
    public float* Source;

    /// <summary>From the source of a target pixel to that of the next one, in floats.</summary>
    public nint SourceStep;

    public float* Target;
    public nint TargetStep;

    public float* Kernel;

    /// <summary>From one tap of a run of three to the next: the source steps on by one pixel, the kernel by this.</summary>
    public nint KernelStep;

    /// <summary>Runs of three neighbouring taps, then single taps, relative to <see cref="Source"/> and <see cref="Kernel"/>.</summary>
    public TileSegment* Segments;

    public int Triples;
    public int Singles;

    public int Channels;
    public float* Bias;
    public FusedActivation Activation;
    public bool Accumulate;
}

/// <summary>The loops of a <see cref="DepthwiseTask"/>: registers run over the channels, and each pixel has a sum of its own.</summary>
internal static unsafe class DepthwiseTile
{
    public const int MostPixels = 8;
    public const int FewerPixels = 4;

    /// <summary>Computes a tile of <see cref="MostPixels"/>, <see cref="FewerPixels"/> or 1.</summary>
    public static void Compute(in DepthwiseTask task, int pixels)
    {
        int c = 0;
        if (F512.IsSupported) c = Compute<F512>(task, pixels, c);
        if (F256.IsSupported && c < task.Channels) c = Compute<F256>(task, pixels, c);
        if (F128.IsSupported && c < task.Channels) c = Compute<F128>(task, pixels, c);
        if (c < task.Channels) Compute<F1>(task, pixels, c);
    }

    private static int Compute<TSimd>(in DepthwiseTask task, int pixels, int c) where TSimd : unmanaged, ISimd<TSimd> => pixels switch
    {
        MostPixels => Eight<TSimd>(task, c),
        FewerPixels => Four<TSimd>(task, c),
        _ => One<TSimd>(task, c),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Eight<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint step = task.SourceStep, kernelStep = task.KernelStep;
        int triples = task.Triples, segments = triples + task.Singles;
        for (; c <= task.Channels - TSimd.Width; c += TSimd.Width)
        {
            var first = new Quad<TSimd>(StartOf<TSimd>(task, c));
            Quad<TSimd> second = first;
            for (int s = 0; s < triples; s++)
            {
                float* kernel = task.Kernel + task.Segments[s].BOffset + c, source = task.Source + task.Segments[s].AOffset + c;
                TSimd k0 = TSimd.Load(kernel), k1 = TSimd.Load(kernel + kernelStep), k2 = TSimd.Load(kernel + 2 * kernelStep);
                TSimd x0 = TSimd.Load(source), x1 = TSimd.Load(source + step);
                first.MultiplyAddTriple(ref x0, ref x1, source + 2 * step, step, k0, k1, k2);
                second.MultiplyAddTriple(ref x0, ref x1, source + 6 * step, step, k0, k1, k2);
            }

            for (int s = triples; s < segments; s++)
            {
                TSimd k = TSimd.Load(task.Kernel + task.Segments[s].BOffset + c);
                float* source = task.Source + task.Segments[s].AOffset + c;
                first.MultiplyAdd(source, step, k);
                second.MultiplyAdd(source + 4 * step, step, k);
            }

            first.StoreTo(task.Target + c, task.TargetStep, task);
            second.StoreTo(task.Target + 4 * task.TargetStep + c, task.TargetStep, task);
        }

        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Four<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint step = task.SourceStep, kernelStep = task.KernelStep;
        int triples = task.Triples, segments = triples + task.Singles;
        for (; c <= task.Channels - TSimd.Width; c += TSimd.Width)
        {
            var sums = new Quad<TSimd>(StartOf<TSimd>(task, c));
            for (int s = 0; s < triples; s++)
            {
                float* kernel = task.Kernel + task.Segments[s].BOffset + c, source = task.Source + task.Segments[s].AOffset + c;
                TSimd k0 = TSimd.Load(kernel), k1 = TSimd.Load(kernel + kernelStep), k2 = TSimd.Load(kernel + 2 * kernelStep);
                TSimd x0 = TSimd.Load(source), x1 = TSimd.Load(source + step);
                sums.MultiplyAddTriple(ref x0, ref x1, source + 2 * step, step, k0, k1, k2);
            }

            for (int s = triples; s < segments; s++)
            {
                TSimd k = TSimd.Load(task.Kernel + task.Segments[s].BOffset + c);
                sums.MultiplyAdd(task.Source + task.Segments[s].AOffset + c, step, k);
            }

            sums.StoreTo(task.Target + c, task.TargetStep, task);
        }

        return c;
    }

    // A pixel of the border, which has single taps only: four registers of channels at a time, so that additions need not wait for each
    // other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int One<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        for (; c <= task.Channels - 4 * width; c += 4 * width)
        {
            var sums = new Quad<TSimd>(
                StartOf<TSimd>(task, c), StartOf<TSimd>(task, c + width), StartOf<TSimd>(task, c + 2 * width),
                StartOf<TSimd>(task, c + 3 * width));
            for (int s = 0; s < task.Singles; s++)
            {
                sums.MultiplyAdd(task.Source + task.Segments[s].AOffset + c, task.Kernel + task.Segments[s].BOffset + c);
            }

            sums.StoreTo(task.Target + c, width, task);
        }

        for (; c <= task.Channels - width; c += width)
        {
            TSimd sum = StartOf<TSimd>(task, c);
            for (int s = 0; s < task.Singles; s++)
            {
                TSimd k = TSimd.Load(task.Kernel + task.Segments[s].BOffset + c);
                sum = TSimd.MultiplyAdd(TSimd.Load(task.Source + task.Segments[s].AOffset + c), k, sum);
            }

            TSimd.Store(Finish(sum, task.Target + c, task), task.Target + c);
        }

        return c;
    }

    // Sums begin with the bias.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd StartOf<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd> =>
        task.Bias == null ? TSimd.Zero : TSimd.Load(task.Bias + c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Finish<TSimd>(TSimd sum, float* target, in DepthwiseTask task) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (task.Activation == FusedActivation.ReLU) sum = TSimd.Max(sum, TSimd.Zero);
        return task.Accumulate ? sum + TSimd.Load(target) : sum;
    }

    /// <summary>
    /// The sums of four pixels side by side, or of four registers of channels. Four fields are the most that the JIT keeps in registers.
    /// </summary>
    private struct Quad<TSimd>(TSimd sum0, TSimd sum1, TSimd sum2, TSimd sum3) where TSimd : unmanaged, ISimd<TSimd>
    {
        private TSimd _sum0 = sum0;
        private TSimd _sum1 = sum1;
        private TSimd _sum2 = sum2;
        private TSimd _sum3 = sum3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Quad(TSimd start)
            : this(start, start, start, start)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void StoreTo(float* target, nint step, in DepthwiseTask task)
        {
            (TSimd sum0, TSimd sum1, TSimd sum2, TSimd sum3) = (_sum0, _sum1, _sum2, _sum3);
            if (task.Accumulate || task.Activation != FusedActivation.None)
            {
                sum0 = Finish(sum0, target, task);
                sum1 = Finish(sum1, target + step, task);
                sum2 = Finish(sum2, target + 2 * step, task);
                sum3 = Finish(sum3, target + 3 * step, task);
            }

            TSimd.Store(sum0, target);
            TSimd.Store(sum1, target + step);
            target += 2 * step;
            TSimd.Store(sum2, target);
            TSimd.Store(sum3, target + step);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(float* source, nint step, TSimd k)
        {
            _sum0 = TSimd.MultiplyAdd(TSimd.Load(source), k, _sum0);
            _sum1 = TSimd.MultiplyAdd(TSimd.Load(source + step), k, _sum1);
            source += 2 * step;
            _sum2 = TSimd.MultiplyAdd(TSimd.Load(source), k, _sum2);
            _sum3 = TSimd.MultiplyAdd(TSimd.Load(source + step), k, _sum3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(float* source, float* kernel)
        {
            int width = TSimd.Width;
            _sum0 = TSimd.MultiplyAdd(TSimd.Load(source), TSimd.Load(kernel), _sum0);
            _sum1 = TSimd.MultiplyAdd(TSimd.Load(source + width), TSimd.Load(kernel + width), _sum1);
            _sum2 = TSimd.MultiplyAdd(TSimd.Load(source + 2 * width), TSimd.Load(kernel + 2 * width), _sum2);
            _sum3 = TSimd.MultiplyAdd(TSimd.Load(source + 3 * width), TSimd.Load(kernel + 3 * width), _sum3);
        }

        // Three taps and four pixels side by side read six source pixels, where single taps would read twelve. The first two are given, the
        // last two are handed on to the next four pixels, which begin with them; source is that of the third.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAddTriple(ref TSimd x0, ref TSimd x1, float* source, nint step, TSimd k0, TSimd k1, TSimd k2)
        {
            _sum0 = TSimd.MultiplyAdd(x0, k0, _sum0);
            _sum0 = TSimd.MultiplyAdd(x1, k1, _sum0);
            _sum1 = TSimd.MultiplyAdd(x1, k0, _sum1);
            TSimd x = TSimd.Load(source);
            _sum0 = TSimd.MultiplyAdd(x, k2, _sum0);
            _sum1 = TSimd.MultiplyAdd(x, k1, _sum1);
            _sum2 = TSimd.MultiplyAdd(x, k0, _sum2);
            x = TSimd.Load(source + step);
            _sum1 = TSimd.MultiplyAdd(x, k2, _sum1);
            _sum2 = TSimd.MultiplyAdd(x, k1, _sum2);
            _sum3 = TSimd.MultiplyAdd(x, k0, _sum3);
            source += 2 * step;
            x0 = TSimd.Load(source);
            _sum2 = TSimd.MultiplyAdd(x0, k2, _sum2);
            _sum3 = TSimd.MultiplyAdd(x0, k1, _sum3);
            x1 = TSimd.Load(source + step);
            _sum3 = TSimd.MultiplyAdd(x1, k2, _sum3);
        }
    }
}
