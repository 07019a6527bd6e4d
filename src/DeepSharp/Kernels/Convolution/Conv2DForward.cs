namespace DeepSharp.Kernels;

/// <summary>y = activation(x ⋆ kernel + bias): the 2-D convolution of images (batch, height, width, channels).</summary>
internal static unsafe class Conv2DForward
{
    // Below this many products a sweep over clipped taps spends too much of its time on starting tiles.
    private const int ShortestSweep = 96;

    /// <summary>
    /// Overwrites <paramref name="y"/>, or adds to it. An empty <paramref name="bias"/> stands for none; a sum that is added has none, and
    /// no activation.
    /// </summary>
    public static void Run(
        in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, Span<float> y,
        FusedActivation activation, bool accumulate = false)
    {
        KernelGuard.AtLeast(x, g.InLength);
        KernelGuard.AtLeast(kernel, g.KernelLength);
        KernelGuard.AtLeast(y, g.OutLength);
        if (!bias.IsEmpty) KernelGuard.AtLeast(bias, g.Filters);
        if (g.OutLength == 0) return;

        fixed (float* px = x, pk = kernel, pb = bias, py = y)
        {
            if (g.DropsTaps) Run(g.WithKeptTaps(), px, KeptTaps.Take(g, pk), pb, py, activation, accumulate);
            else Run(g, px, pk, pb, py, activation, accumulate);
        }
    }

    private static void Run(
        in Conv2DGeometry g, float* x, float* kernel, float* bias, float* y, FusedActivation activation, bool accumulate)
    {
        if (g.Frontal.IsPlain && g.InPlanes > 1)
        {
            Run(g.WithPlanesAsImages(), x, kernel, bias, y, activation, accumulate);
            return;
        }

        if (g.IsPointwise && !accumulate)
        {
            // A pixel is a row: conv.r256to64_56_1x1.fwd reads each of them once, not once for every panel of filters.
            MatMulKernels.MultiplyAddBias(x, kernel, bias, y, (int)g.OutPixels, g.InChannels, g.Filters, activation);
            return;
        }

        if (Winograd.TryForward(g, x, kernel, bias, y, activation, accumulate)) return;
        Conv2DGeometry flat = g.IsPointwise ? g.AsOneRow() : g;
        var product = new WindowProduct
        {
            Source = x,
            Target = y,
            Kernel = kernel,
            Bias = bias,
            Activation = activation,
            Accumulate = accumulate,
            Frontal = TapAxis.Forward(flat.Frontal),
            Vertical = TapAxis.Forward(flat.Vertical),
            Horizontal = TapAxis.Forward(flat.Horizontal),
            Batch = flat.Batch,
            Groups = flat.Groups,
            Depth = flat.ChannelsPerGroup,
            Columns = flat.FiltersPerGroup,
        };
        if (DepthwiseProduct.CanRun(product))
        {
            DepthwiseProduct.Run(product);
            return;
        }

        if (g.TapRows * (long)g.ChannelsPerGroup < ShortestSweep && PaddedImages.AreWorthIt(g))
        {
            product.Source = PaddedImages.Create(g, x);
            product.Horizontal = TapAxis.ForwardPadded(g.Horizontal);
        }

        WindowProductRunner.Run(product);
    }
}
