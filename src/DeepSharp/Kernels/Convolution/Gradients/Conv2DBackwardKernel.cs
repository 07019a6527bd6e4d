namespace DeepSharp.Kernels;

/// <summary>
/// dkernel[tap, c, f] = Σ images Σ t x[n, t · stride − padding + tap · dilation, c] · dy[n, t, f]: the gradient of the kernel.
/// </summary>
internal static unsafe class Conv2DBackwardKernel
{
    // With fewer channels than this a tap alone would make a poor tile: the images get a real border and whole kernel rows become tiles.
    private const int FewChannels = 8;

    // Rows of fewer pixels than this are joined where a kernel of one pixel allows it. Longer ones divide an image into pieces
    // that fit a cache.
    private const int ShortestRow = 14;

    /// <summary>Overwrites <paramref name="dkernel"/>, or adds to it.</summary>
    public static void Run(in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dkernel, bool accumulate)
    {
        KernelGuard.AtLeast(x, g.InLength);
        KernelGuard.AtLeast(dy, g.OutLength);
        KernelGuard.AtLeast(dkernel, g.KernelLength);
        if (g.KernelLength == 0) return;
        if (g.OutLength == 0)
        {
            if (!accumulate) dkernel[..(int)g.KernelLength].Clear();
            return;
        }

        fixed (float* px = x, pdy = dy, pdk = dkernel)
        {
            if (!g.DropsTaps)
            {
                Run(g, px, pdy, pdk, accumulate);
                return;
            }

            float* kept = KeptTaps.Room(g);
            Run(g.WithKeptTaps(), px, pdy, kept, accumulate: false);
            KeptTaps.Put(g, kept, dkernel, accumulate);
        }
    }

    private static void Run(in Conv2DGeometry g, float* x, float* dy, float* dkernel, bool accumulate)
    {
        if (g.Frontal.IsPlain && g.InPlanes > 1)
        {
            Run(g.WithPlanesAsImages(), x, dy, dkernel, accumulate);
            return;
        }

        if (Winograd.TryBackwardKernel(g, x, dy, dkernel, accumulate)) return;
        if (g.IsDepthwise && g.FiltersPerGroup == 1)
        {
            DepthwiseKernelGradient.Run(g, x, dy, dkernel, accumulate);
            return;
        }

        var gradient = new KernelGradient { Geometry = g, Image = x, OutputGradient = dy };
        Arrange(ref gradient);
        if (F512.IsSupported) Run<F512, F256>(gradient, dkernel, accumulate);
        else if (F256.IsSupported) Run<F256, F256>(gradient, dkernel, accumulate);
        else if (F128.IsSupported) Run<F128, F128>(gradient, dkernel, accumulate);
        else Run<F1, F1>(gradient, dkernel, accumulate);
    }

    private static void Arrange(ref KernelGradient gradient)
    {
        Conv2DGeometry g = gradient.Geometry;
        if (g.IsPointwise && g.InWidth < ShortestRow)
        {
            // Each image is one row.
            g = new Conv2DGeometry(g.Batch, g.InChannels, g.Filters, 1,
                WindowAxis.One, WindowAxis.Create(g.InHeight * g.InWidth, 1, 1, 1, same: false));
        }
        else if (g.InChannels < FewChannels && PaddedImages.AreWorthIt(g))
        {
            gradient.Image = PaddedImages.Create(g, gradient.Image);
            g = g with { Horizontal = WithBorder(g.Horizontal) };
        }

        gradient.Geometry = g;
        gradient.RunsAreRows = g.Groups == 1 && g.DilationWidth == 1 && g.PadLeft + g.PadRight == 0;
        gradient.DepthIsImages = g.OutWidth < 8 && g.Batch > g.OutWidth;
    }

    private static WindowAxis WithBorder(in WindowAxis axis) =>
        axis with { Input = axis.Input + axis.PadBefore + axis.PadAfter, PadBefore = 0, PadAfter = 0 };

    private static void Run<TWide, TNarrow>(KernelGradient gradient, float* dkernel, bool accumulate)
        where TWide : unmanaged, ISimd<TWide> where TNarrow : unmanaged, ISimd<TNarrow>
    {
        ref Conv2DGeometry g = ref gradient.Geometry;
        int rest = g.FiltersPerGroup % RegisterTile.Columns<TWide>();
        if (rest > RegisterTile.Columns<TNarrow>()) rest = 0;
        int whole = g.FiltersPerGroup - rest;

        int tiles = whole > 0 ? KernelGradientTiles<TWide>.Count(gradient, whole) : KernelGradientTiles<TNarrow>.Count(gradient, rest);
        KernelGradientSplit split = KernelGradientSplit.Create(gradient, tiles);
        nint length = (nint)g.KernelLength;
        bool isPartial = split.Blocks > 1;
        float* sums = isPartial ? Scratch.Get(ScratchSlot.PartialSums, split.Blocks * length) : dkernel;
        bool add = accumulate && !isPartial;
        int items = split.Blocks * split.Chunks;
        if (whole > 0)
        {
            WorkerPool.For(items, 1, new KernelGradientTiles<TWide>(gradient, split, 0, whole, sums, length, add));
        }

        if (rest > 0)
        {
            WorkerPool.For(items, 1, new KernelGradientTiles<TNarrow>(gradient, split, whole, rest, sums, length, add));
        }

        if (isPartial) PartialSums.Add(sums, split.Blocks, length, dkernel, accumulate);
    }
}
