namespace DeepSharp.Kernels;

/// <summary>
/// What the gradient of a kernel reads: image and output gradient in place, and how their pixels become the depth of a matrix product
/// whose rows are the values under a tap and whose columns are the filters.
/// </summary>
internal unsafe struct KernelGradient
{
    public Conv2DGeometry Geometry;
    public float* Image;
    public float* OutputGradient;

    /// <summary>The taps of a kernel row are neighbours in the image and clipped alike: their values are the rows of one product.</summary>
    public bool RunsAreRows;

    /// <summary>Depth runs over the images, a pixel at a time, because rows are too short; otherwise over the pixels of a row.</summary>
    public bool DepthIsImages;

    public readonly nint ImageRow => (nint)Geometry.InWidth * Geometry.InChannels;

    public readonly nint ImagePlane => Geometry.InHeight * ImageRow;

    public readonly nint ImageSize => Geometry.InPlanes * ImagePlane;

    public readonly nint OutputRow => (nint)Geometry.OutWidth * Geometry.Filters;

    public readonly nint OutputSize => RowsOfOutput * OutputRow;

    /// <summary>Rows of an image of the output gradient, of all its planes.</summary>
    public readonly int RowsOfOutput => Geometry.OutPlanes * Geometry.OutHeight;

    /// <summary>Runs of kernel taps a kernel row, and values a run.</summary>
    public readonly int Runs => RunsAreRows ? 1 : Geometry.KernelWidth;

    public readonly int RunRows => RunsAreRows ? Geometry.KernelWidth * Geometry.ChannelsPerGroup : Geometry.ChannelsPerGroup;

    /// <summary>What the depth is cut by: images, or output rows of all images.</summary>
    public readonly int DepthUnits => DepthIsImages ? Geometry.Batch : Geometry.Batch * RowsOfOutput;

    /// <summary>Floats of image and output gradient that one unit of depth reads.</summary>
    public readonly long UnitLength =>
        DepthIsImages ? ImageSize + OutputSize
            : (long)Geometry.KernelPlanes * Math.Min(Geometry.StrideHeight, Geometry.KernelHeight) * ImageRow + OutputRow;

    /// <summary>Segments that a range of depth units may need.</summary>
    public readonly int SegmentsFor(int units) => DepthIsImages ? RowsOfOutput * Geometry.OutWidth : units;

    /// <summary>Pixels of the output in a range of depth units.</summary>
    public readonly int PixelsOf(int units) => units * Geometry.OutWidth * (DepthIsImages ? RowsOfOutput : 1);

    /// <summary>
    /// Copies one panel of the output gradient of a range of depth units to <paramref name="to"/>, in the order of the depth:
    /// (row, column) or (pixel, image). Columns past the last filter become zero.
    /// </summary>
    public readonly void PackPanel(int column, int existing, int width, int firstUnit, int endUnit, float* to)
    {
        int units = endUnit - firstUnit, filters = Geometry.Filters;
        if (!DepthIsImages)
        {
            CopyPixels(OutputGradient + firstUnit * OutputRow + column, filters, to, PixelsOf(units), existing, width);
            return;
        }

        float* from = OutputGradient + firstUnit * OutputSize + column;
        for (int pixel = 0; pixel < RowsOfOutput * Geometry.OutWidth; pixel++, from += filters, to += (nint)units * width)
        {
            CopyPixels(from, OutputSize, to, units, existing, width);
        }
    }

    private static void CopyPixels(float* from, nint stride, float* to, int count, int existing, int width)
    {
        for (int i = 0; i < count; i++, from += stride, to += width)
        {
            new ReadOnlySpan<float>(from, existing).CopyTo(new Span<float>(to, width));
            if (existing < width) new Span<float>(to + existing, width - existing).Clear();
        }
    }

    /// <summary>
    /// Sets depth, strides and segments of a task for one run of taps and a range of depth units, whose output gradient is packed in
    /// panels of <paramref name="packedWidth"/> columns or, for 0, in place. False if nothing is under the taps.
    /// </summary>
    public readonly bool TryPrepare(ref TileTask task, int tapRow, int tapColumn, int firstUnit, int endUnit, int packedWidth)
    {
        int offset = tapColumn * Geometry.DilationWidth - Geometry.PadLeft;
        (int lo, int hi) = TapAxis.Forward(Geometry.Horizontal).Range(0, offset);
        if (lo >= hi) return false;
        if (DepthIsImages) PreparePixels(ref task, tapRow, offset, lo, hi, firstUnit, endUnit, packedWidth);
        else PrepareRows(ref task, tapRow, offset, lo, hi, firstUnit, endUnit, packedWidth);
        return task.SegmentCount > 0;
    }

    private readonly void PrepareRows(
        ref TileTask task, int tapRow, int offset, int lo, int hi, int firstUnit, int endUnit, int packedWidth)
    {
        nint pixel = packedWidth == 0 ? Geometry.Filters : packedWidth, rowLength = Geometry.OutWidth * pixel;
        task.ADepthStride = (nint)Geometry.StrideWidth * Geometry.InChannels;
        task.BDepthStride = pixel;
        task.Depth = hi - lo;
        nint a = (lo * (nint)Geometry.StrideWidth + offset) * Geometry.InChannels;
        nint b = lo * pixel + (packedWidth == 0 ? firstUnit * rowLength : 0);
        int count = 0;
        (int image, int row) = Math.DivRem(firstUnit, RowsOfOutput);
        for (int unit = firstUnit; unit < endUnit; unit++, b += rowLength)
        {
            nint source = ImageRowUnder(row, tapRow);
            if (source >= 0) task.Segments[count++] = new TileSegment(image * ImageSize + source + a, b);
            if (++row == RowsOfOutput) (image, row) = (image + 1, 0);
        }

        task.SegmentCount = count;
    }

    private readonly void PreparePixels(
        ref TileTask task, int tapRow, int offset, int lo, int hi, int firstUnit, int endUnit, int packedWidth)
    {
        int units = endUnit - firstUnit;
        nint pixelLength = packedWidth == 0 ? Geometry.Filters : (nint)units * packedWidth;
        nint b = packedWidth == 0 ? firstUnit * OutputSize : 0;
        task.ADepthStride = ImageSize;
        task.BDepthStride = packedWidth == 0 ? OutputSize : packedWidth;
        task.Depth = units;
        int count = 0;
        for (int row = 0; row < RowsOfOutput; row++)
        {
            nint source = ImageRowUnder(row, tapRow);
            if (source < 0) continue;
            nint a = firstUnit * ImageSize + source;
            for (int column = lo; column < hi; column++)
            {
                nint pixel = (column * (nint)Geometry.StrideWidth + offset) * Geometry.InChannels;
                task.Segments[count++] = new TileSegment(a + pixel, b + (row * Geometry.OutWidth + column) * pixelLength);
            }
        }

        task.SegmentCount = count;
    }

    // Where the image row lies that a row of taps reads for an output row, both counted over all planes; -1 where there is none.
    private readonly nint ImageRowUnder(int row, int tapRow)
    {
        int plane = 0, tapPlane = 0;
        if (Geometry.HasPlanes)
        {
            (plane, row) = Math.DivRem(row, Geometry.OutHeight);
            (tapPlane, tapRow) = Math.DivRem(tapRow, Geometry.KernelHeight);
        }

        int sourcePlane = plane * Geometry.StridePlanes + tapPlane * Geometry.DilationPlanes - Geometry.PadFront;
        int source = row * Geometry.StrideHeight + tapRow * Geometry.DilationHeight - Geometry.PadTop;
        return (uint)sourcePlane < (uint)Geometry.InPlanes && (uint)source < (uint)Geometry.InHeight
            ? sourcePlane * ImagePlane + source * ImageRow : -1;
    }
}
