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

    /// <summary>A copy of the output gradient from <see cref="TailRow"/> on, with room behind it: tiles of edge panels read past the last filter.</summary>
    public float* Tail;

    /// <summary>Index of the first output row (counted over all images) that edge panels read from <see cref="Tail"/>.</summary>
    public int TailRow;

    /// <summary>The taps of a kernel row are neighbours in the image and clipped alike: their values are the rows of one product.</summary>
    public bool RunsAreRows;

    /// <summary>Depth runs over the images, for a pixel at a time, because rows are too short; otherwise over the pixels of a row.</summary>
    public bool DepthIsImages;

    public readonly nint ImageRow => (nint)Geometry.InWidth * Geometry.InChannels;

    public readonly nint ImageSize => Geometry.InHeight * ImageRow;

    public readonly nint OutputRow => (nint)Geometry.OutWidth * Geometry.Filters;

    public readonly nint OutputSize => Geometry.OutHeight * OutputRow;

    /// <summary>Runs of kernel taps a kernel row, and values a run.</summary>
    public readonly int Runs => RunsAreRows ? 1 : Geometry.KernelWidth;

    public readonly int RunRows => RunsAreRows ? Geometry.KernelWidth * Geometry.ChannelsPerGroup : Geometry.ChannelsPerGroup;

    /// <summary>What the depth is cut by: images, or output rows of all images.</summary>
    public readonly int DepthUnits => DepthIsImages ? Geometry.Batch : Geometry.Batch * Geometry.OutHeight;

    /// <summary>Floats of image and output gradient that one unit of depth reads.</summary>
    public readonly long UnitLength =>
        DepthIsImages ? ImageSize + OutputSize : Math.Min(Geometry.StrideHeight, Geometry.KernelHeight) * ImageRow + OutputRow;

    /// <summary>Segments that a range of depth units may need.</summary>
    public readonly int SegmentsFor(int units) => DepthIsImages ? Geometry.OutHeight * Geometry.OutWidth : units;

    /// <summary>Sets depth, strides and segments of a task for one run of taps and a range of depth units. False if nothing is under the taps.</summary>
    public readonly bool TryPrepare(ref TileTask task, int tapRow, int tapColumn, int firstUnit, int endUnit, bool isEdge)
    {
        int offset = tapColumn * Geometry.DilationWidth - Geometry.PadLeft;
        (int lo, int hi) = TapAxis.Forward(Geometry.Horizontal).Range(0, offset);
        if (lo >= hi) return false;
        if (DepthIsImages) PreparePixels(ref task, tapRow, offset, lo, hi, firstUnit, endUnit, isEdge);
        else PrepareRows(ref task, tapRow, offset, lo, hi, firstUnit, endUnit, isEdge);
        return task.SegmentCount > 0;
    }

    private readonly void PrepareRows(ref TileTask task, int tapRow, int offset, int lo, int hi, int firstUnit, int endUnit, bool isEdge)
    {
        task.ADepthStride = (nint)Geometry.StrideWidth * Geometry.InChannels;
        task.BDepthStride = Geometry.Filters;
        task.Depth = hi - lo;
        nint a = (lo * (nint)Geometry.StrideWidth + offset) * Geometry.InChannels, b = lo * (nint)Geometry.Filters;
        nint tail = (nint)(Tail - OutputGradient) - TailRow * OutputRow;
        int count = 0;
        (int image, int row) = Math.DivRem(firstUnit, Geometry.OutHeight);
        for (int unit = firstUnit; unit < endUnit; unit++)
        {
            int source = row * Geometry.StrideHeight + tapRow * Geometry.DilationHeight - Geometry.PadTop;
            if ((uint)source < (uint)Geometry.InHeight)
            {
                nint output = unit * OutputRow + (isEdge && unit >= TailRow ? tail : 0);
                task.Segments[count++] = new TileSegment(image * ImageSize + source * ImageRow + a, output + b);
            }

            if (++row == Geometry.OutHeight) (image, row) = (image + 1, 0);
        }

        task.SegmentCount = count;
    }

    private readonly void PreparePixels(ref TileTask task, int tapRow, int offset, int lo, int hi, int firstUnit, int endUnit, bool isEdge)
    {
        task.ADepthStride = ImageSize;
        task.BDepthStride = OutputSize;
        task.Depth = endUnit - firstUnit;
        nint tail = isEdge ? (nint)(Tail - OutputGradient) : 0;
        int count = 0;
        for (int row = 0; row < Geometry.OutHeight; row++)
        {
            int source = row * Geometry.StrideHeight + tapRow * Geometry.DilationHeight - Geometry.PadTop;
            if ((uint)source >= (uint)Geometry.InHeight) continue;
            nint a = firstUnit * ImageSize + source * ImageRow, b = firstUnit * OutputSize + row * OutputRow + tail;
            for (int column = lo; column < hi; column++)
            {
                nint pixel = (column * (nint)Geometry.StrideWidth + offset) * Geometry.InChannels;
                task.Segments[count++] = new TileSegment(a + pixel, b + column * (nint)Geometry.Filters);
            }
        }

        task.SegmentCount = count;
    }
}
