using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The gradient of an image of few channels: every output pixel is multiplied with all taps at once, and the products are added to the
/// image where the taps lie. One index is a band of rows of one image.
/// </summary>
/// <remarks>
/// A <see cref="WindowProduct"/> has as many columns as the image has channels, three of sixteen at worst; here a 3x3 kernel over three
/// channels is one product of 27 columns, a 7x7 kernel one of 147. Additions cost a thirtieth of the multiplications for 64 filters. Output
/// rows whose taps reach into two bands are multiplied for both, so that a band is the work of one thread.
/// </remarks>
internal readonly unsafe struct ScatteredInputGradient<TSimd>(
    Conv2DGeometry g, KernelPanels panels, float* dy, float* bias, float* dx, FusedActivation activation, bool accumulate, int bands)
    : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    // Products of this many floats stay in the first cache until they are added.
    private const int StretchFloats = 10 * 1024;

    private readonly Conv2DGeometry _g = g;
    private readonly KernelPanels _panels = panels;

    /// <summary>Floats from the products of one pixel to those of the next.</summary>
    private int Pitch => _panels.Count * _panels.Width;

    /// <summary>Values under a row of the kernel.</summary>
    private int RowValues => _g.KernelWidth * _g.InChannels;

    public static void Run(
        in Conv2DGeometry g, float* dy, float* kernel, float* bias, float* dx, FusedActivation activation, bool accumulate)
    {
        // The kernel is (tap, channel, filter): with (tap, channel) for columns it has to be transposed.
        var product = new WindowProduct
        {
            Kernel = kernel,
            Frontal = TapAxis.One,
            Vertical = TapAxis.One,
            Horizontal = TapAxis.One,
            Groups = 1,
            Depth = g.Filters,
            Columns = g.Taps * g.InChannels,
            TransposedKernel = true,
        };
        KernelPanels panels = KernelPanels.Create(product, 0, product.Columns, RegisterTile.Columns<TSimd>());
        int bands = ScatterBands.PerImage(g), count = g.Batch * bands;
        WorkerPool.For(
            count, WindowGrain.For(count, g.Operations / count),
            new ScatteredInputGradient<TSimd>(g, panels, dy, bias, dx, activation, accumulate, bands));
    }

    public void Invoke(int start, int end)
    {
        int mostRows = RegisterTile.Rows<TSimd>(), stretch = (int)Math.Max(1, StretchFloats / ((long)Pitch * mostRows)) * mostRows;
        float* products = Scratch.Get(ScratchSlot.EdgeTile, (long)stretch * Pitch);
        for (int i = start; i < end; i++)
        {
            (int image, int band) = Math.DivRem(i, bands);
            int length = _g.HasPlanes ? _g.InPlanes : _g.InHeight;
            Band(image, (int)((long)length * band / bands), (int)((long)length * (band + 1) / bands), products, stretch);
        }
    }

    // Of volumes begin and end are planes, of images rows.
    private void Band(int image, int begin, int end, float* products, int stretch)
    {
        nint row = (nint)_g.InWidth * _g.InChannels, plane = _g.InHeight * row, unit = _g.HasPlanes ? plane : row;
        float* to = dx + image * (nint)_g.InPlanes * plane;
        if (!accumulate) new Span<float>(to + begin * unit, (int)((end - begin) * unit)).Clear();
        if (_g.HasPlanes) Planes(image, to, begin, end, products, stretch);
        else Rows(image, 0, 1, to, begin, end, products, stretch);
        if (bias == null && activation == FusedActivation.None) return;
        TileEpilogue.WholePixels<TSimd>(to + begin * unit, (end - begin) * unit / _g.InChannels, _g.InChannels, bias, activation);
    }

    private void Planes(int image, float* to, int begin, int end, float* products, int stretch)
    {
        nint plane = (nint)_g.InHeight * _g.InWidth * _g.InChannels;
        (int firstPlane, int endPlane) = ScatterBands.OutputRows(_g.Frontal, begin, end);
        for (int outPlane = firstPlane; outPlane < endPlane; outPlane++)
        {
            (int firstTap, int endTap) = ScatterBands.Taps(_g.Frontal, outPlane, begin, end);
            if (firstTap >= endTap) continue;
            int firstTarget = outPlane * _g.StridePlanes + firstTap * _g.DilationPlanes - _g.PadFront;
            Rows(image * _g.OutPlanes + outPlane, firstTap, endTap, to + firstTarget * plane, 0, _g.InHeight, products, stretch);
        }
    }

    // One plane of the output gradient with some planes of taps, the first of which lies at to, for the image rows from begin to before
    // end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Rows(int outPlane, int firstPlane, int endPlane, float* to, int begin, int end, float* products, int stretch)
    {
        nint imageRow = (nint)_g.InWidth * _g.InChannels, outputRow = (nint)_g.OutWidth * _g.Filters;
        nint planeStep = _g.DilationPlanes * _g.InHeight * imageRow;
        float* from = dy + (nint)outPlane * _g.OutHeight * outputRow;
        (int firstRow, int endRow) = ScatterBands.OutputRows(_g.Vertical, begin, end);
        for (int row = firstRow; row < endRow; row++)
        {
            (int firstTap, int endTap) = ScatterBands.Taps(_g.Vertical, row, begin, end);
            if (firstTap >= endTap) continue;
            float* target = to + (row * _g.StrideHeight + firstTap * _g.DilationHeight - _g.PadTop) * imageRow;
            int firstTapRow = firstPlane * _g.KernelHeight + firstTap, endTapRow = (endPlane - 1) * _g.KernelHeight + endTap;
            for (int column = 0; column < _g.OutWidth; column += stretch)
            {
                int pixels = Math.Min(stretch, _g.OutWidth - column);
                Multiply(from + row * outputRow + column * (nint)_g.Filters, pixels, firstTapRow, endTapRow, products);
                for (int plane = firstPlane; plane < endPlane; plane++)
                {
                    float* ofPlane = products + (plane * _g.KernelHeight + firstTap) * RowValues;
                    Scatter(ofPlane, column, pixels, target + (plane - firstPlane) * planeStep, endTap - firstTap);
                }
            }
        }
    }

    // Products of neighbouring output pixels with the panels that hold the rows of taps firstTap to endTap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply(float* gradient, int pixels, int firstTap, int endTap, float* products)
    {
        int mostRows = RegisterTile.Rows<TSimd>(), width = _panels.Width;
        var segment = default(TileSegment);
        var task = new TileTask
        {
            ARowStride = _g.Filters,
            ADepthStride = 1,
            BDepthStride = _panels.RowStride,
            CRowStride = Pitch,
            Segments = &segment,
            SegmentCount = 1,
            Depth = _g.Filters,
        };
        int tiles = (pixels + mostRows - 1) / mostRows, endPanel = (endTap * RowValues + width - 1) / width;
        for (int panel = firstTap * RowValues / width; panel < endPanel; panel++)
        {
            task.B = _panels.Panel(0, panel);
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = pixels * tile / tiles;
                task.A = gradient + first * (nint)_g.Filters;
                task.C = products + first * (nint)Pitch + panel * width;
                RegisterTile.Compute<TSimd>(pixels * (tile + 1) / tiles - first, task);
            }
        }
    }

    // Adds the products of some kernel rows to the image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Scatter(float* products, int column, int pixels, float* to, int tapRows)
    {
        // Pixels from lo to before hi have all their taps within the image.
        int stride = _g.StrideWidth, reach = (_g.KernelWidth - 1) * _g.DilationWidth;
        int lo = Math.Clamp((_g.PadLeft + stride - 1) / stride - column, 0, pixels);
        int last = _g.InWidth - 1 - reach + _g.PadLeft;
        int hi = Math.Clamp((last < 0 ? 0 : last / stride + 1) - column, lo, pixels);

        // Taps that are neighbours in the image are one run.
        int runs = _g.DilationWidth == 1 ? 1 : _g.KernelWidth;
        var add = new WindowAdd
        {
            FromRowStride = RowValues,
            FromPixelStride = Pitch,
            ToRowStride = (nint)_g.DilationHeight * _g.InWidth * _g.InChannels,
            ToPixelStride = (nint)stride * _g.InChannels,
            Pixels = hi - lo,
            Apart = reach / stride + 1,
            Rows = tapRows,
            Length = RowValues / runs,
        };
        for (int run = 0; run < runs; run++)
        {
            add.From = products + lo * (nint)Pitch + run * add.Length;
            add.To = to + ((nint)(column + lo) * stride + run * _g.DilationWidth - _g.PadLeft) * _g.InChannels;
            add.Run();
        }

        (add.Pixels, add.Apart, add.Length) = (1, 1, _g.InChannels);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            if (pixel == lo) pixel = hi;
            if (pixel < pixels) ScatterClipped(add, products + pixel * (nint)Pitch, column + pixel, to);
        }
    }

    private void ScatterClipped(WindowAdd add, float* products, int column, float* to)
    {
        for (int tap = 0; tap < _g.KernelWidth; tap++)
        {
            int at = column * _g.StrideWidth + tap * _g.DilationWidth - _g.PadLeft;
            if ((uint)at >= (uint)_g.InWidth) continue;
            add.From = products + tap * _g.InChannels;
            add.To = to + (nint)at * _g.InChannels;
            add.Run();
        }
    }
}
