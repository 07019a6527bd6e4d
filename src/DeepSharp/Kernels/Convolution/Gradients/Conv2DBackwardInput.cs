namespace DeepSharp.Kernels;

/// <summary>
/// The gradient of the input: dx[n, s, c] = Σ dy[n, t, f] · kernel[tap, c, f] over all t and taps with
/// t · stride − padding + tap · dilation = s.
/// </summary>
internal static unsafe class Conv2DBackwardInput
{
    private const int MostScattered = 1 << 20;

    /// <summary>Overwrites <paramref name="dx"/>, or adds to it.</summary>
    public static void Run(in Conv2DGeometry g, ReadOnlySpan<float> dy, ReadOnlySpan<float> kernel, Span<float> dx, bool accumulate) =>
        Run(g, dy, kernel, [], dx, FusedActivation.None, accumulate);

    /// <summary>
    /// The same with a bias for each channel and an activation, which makes it a transposed convolution. A sum that is added has neither.
    /// </summary>
    public static void Run(
        in Conv2DGeometry g, ReadOnlySpan<float> dy, ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, Span<float> dx,
        FusedActivation activation, bool accumulate)
    {
        KernelGuard.AtLeast(dy, g.OutLength);
        KernelGuard.AtLeast(kernel, g.KernelLength);
        KernelGuard.AtLeast(dx, g.InLength);
        if (!bias.IsEmpty) KernelGuard.AtLeast(bias, g.InChannels);
        if (g.InLength == 0) return;

        fixed (float* pdy = dy, pk = kernel, pb = bias, pdx = dx)
        {
            if (g.DropsTaps) Run(g.WithKeptTaps(), pdy, KeptTaps.Take(g, pk), pb, pdx, activation, accumulate);
            else Run(g, pdy, pk, pb, pdx, activation, accumulate);
        }
    }

    private static void Run(
        in Conv2DGeometry g, float* dy, float* kernel, float* bias, float* dx, FusedActivation activation, bool accumulate)
    {
        if (g.Frontal.IsPlain && g.InPlanes > 1)
        {
            Run(g.WithPlanesAsImages(), dy, kernel, bias, dx, activation, accumulate);
            return;
        }

        if (g.IsPointwise && bias == null && activation == FusedActivation.None)
        {
            MatMulKernels.Multiply(
                dy, g.Filters, false, kernel, g.Filters, true, dx, (int)g.OutPixels, g.Filters, g.InChannels, accumulate);
            return;
        }

        if (HasFewChannels(g))
        {
            Scatter(g, dy, kernel, bias, dx, activation, accumulate);
            return;
        }

        if (Winograd.TryBackwardInput(g, dy, kernel, bias, dx, activation, accumulate)) return;
        Conv2DGeometry flat = g.IsPointwise ? g.AsOneRow() : g;
        var product = new WindowProduct
        {
            Source = dy,
            Target = dx,
            Kernel = kernel,
            Bias = bias,
            Activation = activation,
            Accumulate = accumulate,
            Frontal = TapAxis.Backward(flat.Frontal),
            Vertical = TapAxis.Backward(flat.Vertical),
            Horizontal = TapAxis.Backward(flat.Horizontal),
            Batch = flat.Batch,
            Groups = flat.Groups,
            Depth = flat.FiltersPerGroup,
            Columns = flat.ChannelsPerGroup,
            TransposedKernel = true,
        };
        if (DepthwiseProduct.CanRun(product)) DepthwiseProduct.Run(product);
        else WindowProductRunner.Run(product);
    }

    // Channels alone would fill at most half of a tile, and several taps fill it better: up to the size of a kernel whose products with a
    // tile of pixels are a matter of memory.
    private static bool HasFewChannels(in Conv2DGeometry g)
    {
        int columns = F512.IsSupported ? RegisterTile.Columns<F512>() : RegisterTile.Columns<F256>();
        return g.Groups == 1 && g.Taps > 1 && 2L * g.InChannels <= columns && g.Taps * (long)g.InChannels <= MostScattered;
    }

    private static void Scatter(
        in Conv2DGeometry g, float* dy, float* kernel, float* bias, float* dx, FusedActivation activation, bool accumulate)
    {
        int columns = g.Taps * g.InChannels, narrow = RegisterTile.Columns<F256>(), narrowest = RegisterTile.Columns<F128>();
        if (F512.IsSupported && columns > narrow) ScatteredInputGradient<F512>.Run(g, dy, kernel, bias, dx, activation, accumulate);
        else if (F256.IsSupported && columns > narrowest) ScatteredInputGradient<F256>.Run(g, dy, kernel, bias, dx, activation, accumulate);
        else if (F128.IsSupported) ScatteredInputGradient<F128>.Run(g, dy, kernel, bias, dx, activation, accumulate);
        else ScatteredInputGradient<F1>.Run(g, dy, kernel, bias, dx, activation, accumulate);
    }
}
