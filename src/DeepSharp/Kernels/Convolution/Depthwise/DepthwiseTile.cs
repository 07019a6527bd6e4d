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
            var first = new DepthwiseSums<TSimd>(StartOf<TSimd>(task, c));
            DepthwiseSums<TSimd> second = first;
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

            first.StoreTo(task.Target + c, task.TargetStep, task.Activation, task.Accumulate);
            second.StoreTo(task.Target + 4 * task.TargetStep + c, task.TargetStep, task.Activation, task.Accumulate);
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
            var sums = new DepthwiseSums<TSimd>(StartOf<TSimd>(task, c));
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

            sums.StoreTo(task.Target + c, task.TargetStep, task.Activation, task.Accumulate);
        }

        return c;
    }

    // A pixel of the border, which has single taps only: four registers of channels at a time, so that additions need not
    // wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int One<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        for (; c <= task.Channels - 4 * width; c += 4 * width)
        {
            var sums = new DepthwiseSums<TSimd>(
                StartOf<TSimd>(task, c), StartOf<TSimd>(task, c + width), StartOf<TSimd>(task, c + 2 * width),
                StartOf<TSimd>(task, c + 3 * width));
            for (int s = 0; s < task.Singles; s++)
            {
                sums.MultiplyAdd(task.Source + task.Segments[s].AOffset + c, task.Kernel + task.Segments[s].BOffset + c);
            }

            sums.StoreTo(task.Target + c, width, task.Activation, task.Accumulate);
        }

        for (; c <= task.Channels - width; c += width)
        {
            TSimd sum = StartOf<TSimd>(task, c);
            for (int s = 0; s < task.Singles; s++)
            {
                TSimd k = TSimd.Load(task.Kernel + task.Segments[s].BOffset + c);
                sum = TSimd.MultiplyAdd(TSimd.Load(task.Source + task.Segments[s].AOffset + c), k, sum);
            }

            TSimd.Store(DepthwiseSums<TSimd>.Finish(sum, task.Target + c, task.Activation, task.Accumulate), task.Target + c);
        }

        return c;
    }

    // Sums begin with the bias.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd StartOf<TSimd>(in DepthwiseTask task, int c) where TSimd : unmanaged, ISimd<TSimd> =>
        task.Bias == null ? TSimd.Zero : TSimd.Load(task.Bias + c);
}
