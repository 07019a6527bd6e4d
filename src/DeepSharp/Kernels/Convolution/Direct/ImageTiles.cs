using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// A <see cref="WindowProduct"/> by tiles of the same pixel of several images, for images whose rows are too short to fill a tile. One
/// index is a target row of one block of images, of all panels or of one. Every pixel walks exactly the taps that it has,
/// so padding costs nothing.
/// </summary>
internal readonly unsafe struct ImageTiles<TSimd>(
    WindowProduct product, KernelPanels panels, PanelSplit split, nint sourceImage, int blocks) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    private readonly WindowProduct _product = product;
    private readonly KernelPanels _panels = panels;
    private readonly PanelSplit _split = split;
    private readonly nint _sourceImage = sourceImage;
    private readonly int _blocks = blocks;

    /// <summary>Whether images fill tiles better than rows do.</summary>
    public static bool IsBetter(in WindowProduct product)
    {
        int most = RegisterTile.Rows<TSimd>();
        double byRows = RowsOfTile(product.Horizontal.Targets, most), byImages = RowsOfTile(product.Batch, most);
        return 2 * byRows < most && byImages > byRows;
    }

    /// <summary>Runs the product; images of the source are <paramref name="sourceImage"/> floats apart.</summary>
    public static void Run(in WindowProduct product, in KernelPanels panels, nint sourceImage)
    {
        int most = RegisterTile.Rows<TSimd>(), blocks = (product.Batch + most - 1) / most;
        var split = new PanelSplit(product, panels, blocks * product.TargetRows);
        WorkerPool.For(split.Count, split.Grain, new ImageTiles<TSimd>(product, panels, split, sourceImage, blocks));
    }

    public void Invoke(int start, int end)
    {
        int taps = _product.Taps;
        var segments = (TileSegment*)Scratch.Get(ScratchSlot.Segments, taps * (long)(sizeof(TileSegment) / sizeof(float)));
        float* edge = Scratch.Get(ScratchSlot.EdgeTile, RegisterTile.Rows<TSimd>() * _panels.Width);
        for (int part = _split.FirstPart(start); part < _split.EndPart(end); part++)
        {
            (int group, int panel) = Math.DivRem(part, _panels.Count);
            (int first, int last) = _split.Rows(part, start, end);
            for (int i = first; i < last; i++) Row(i, group, panel, segments, edge);
        }
    }

    private static double RowsOfTile(int rows, int most) => rows / (double)((rows + most - 1) / most);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Row(int index, int group, int panel, TileSegment* segments, float* edge)
    {
        (int block, int row) = Math.DivRem(index, _product.TargetRows);
        int first = (int)((long)_product.Batch * block / _blocks), images = (int)((long)_product.Batch * (block + 1) / _blocks) - first;
        int existing = _panels.Existing(panel), column = group * _product.Columns + _panels.FirstColumn + panel * _panels.Width;
        bool isEdge = existing < _panels.Width;
        float* target = _product.Target + first * _product.TargetImage + row * _product.TargetRow + column;
        float* bias = _product.Bias == null ? null : _product.Bias + column;
        var task = new TileTask
        {
            A = _product.Source + first * _sourceImage + group * _product.Depth,
            ARowStride = _sourceImage,
            ADepthStride = 1,
            B = _panels.Panel(group, panel),
            BDepthStride = _panels.RowStride,
            CRowStride = isEdge ? _panels.Width : _product.TargetImage,
            Segments = segments,
            Accumulate = _product.Accumulate && !isEdge,
        };
        for (int t = 0; t < _product.Horizontal.Targets; t++, target += _product.TargetPixel)
        {
            task.C = isEdge ? edge : target;
            (task.SegmentCount, task.Depth) = FillSegments(row, t, segments);
            if (task.SegmentCount > 0) RegisterTile.Compute<TSimd>(images, task);
            else if (!task.Accumulate) TileEpilogue.Clear(task.C, images, task.CRowStride, _panels.Width);

            if (isEdge)
            {
                TileEpilogue.CopyOut<TSimd>(
                    edge, target, _product.TargetImage, images, existing, bias, _product.Activation, _product.Accumulate);
            }
            else if (bias != null || _product.Activation != FusedActivation.None)
            {
                TileEpilogue.InPlace<TSimd>(target, images, _product.TargetImage, bias, _product.Activation);
            }
        }
    }

    // The taps of one pixel: a run for each row of the kernel where its columns are neighbours in memory, otherwise a run for each tap.
    private (int Count, int Depth) FillSegments(int row, int t, TileSegment* segments)
    {
        int first = -1, firstSource = 0, columns = 0;
        bool neighbours = _product.Groups == 1;
        for (int tap = 0; tap < _product.Horizontal.Taps; tap++)
        {
            int source = _product.Horizontal.Source(t, tap);
            if (source < 0) continue;
            if (first < 0) (first, firstSource) = (tap, source);
            neighbours &= tap - first == columns && source - firstSource == columns;
            columns++;
        }

        if (columns == 0) return (0, 0);
        int count = 0;
        (int plane, int rowOfPlane) = Math.DivRem(row, _product.Vertical.Targets);
        for (int tapRow = 0; tapRow < _product.TapRows; tapRow++)
        {
            (int tapPlane, int tapOfPlane) = Math.DivRem(tapRow, _product.Vertical.Taps);
            int sourcePlane = _product.Frontal.Source(plane, tapPlane), sourceRow = _product.Vertical.Source(rowOfPlane, tapOfPlane);
            if (sourcePlane < 0 || sourceRow < 0) continue;
            nint start = sourcePlane * _product.SourcePlane + sourceRow * _product.SourceRow;
            if (neighbours)
            {
                segments[count++] = Segment(start, firstSource, tapRow, first);
                continue;
            }

            for (int tap = first; tap < _product.Horizontal.Taps; tap++)
            {
                int source = _product.Horizontal.Source(t, tap);
                if (source >= 0) segments[count++] = Segment(start, source, tapRow, tap);
            }
        }

        return (count, neighbours ? columns * _product.Depth : _product.Depth);
    }

    private TileSegment Segment(nint rowStart, int source, int tapRow, int tap)
    {
        nint kernelRow = (nint)(tapRow * _product.Horizontal.Taps + tap) * _product.Depth;
        return new TileSegment(rowStart + source * (nint)_product.SourcePixel, kernelRow * _panels.RowStride);
    }
}
