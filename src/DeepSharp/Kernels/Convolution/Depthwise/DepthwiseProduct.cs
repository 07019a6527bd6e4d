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
        // The kernel is small and read for every tile: a copy that begins at a cache line saves a tenth of the time.
        WindowProduct aligned = product;
        int kernelLength = product.Taps * product.Groups;
        aligned.Kernel = Scratch.Get(ScratchSlot.PackedRight, kernelLength);
        new ReadOnlySpan<float>(product.Kernel, kernelLength).CopyTo(new Span<float>(aligned.Kernel, kernelLength));
        if (DepthwiseStrips.CanRun(product))
        {
            DepthwiseStrips.Run(aligned);
            return;
        }

        int rows = product.Batch * product.TargetRows;
        double each = 8.0 * product.TargetRow * product.Taps; // bound by loads: counted four times
        WorkerPool.For(rows, WindowGrain.For(rows, each), new DepthwiseProduct(aligned));
    }

    public void Invoke(int start, int end) => RowsBut(0, 0, start, end);

    /// <summary>Computes rows without the pixels from <paramref name="skipFirst"/> to before <paramref name="skipEnd"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void RowsBut(int skipFirst, int skipEnd, int start, int end)
    {
        int phases = _product.Horizontal.Phases, taps = _product.TapRows, length = sizeof(TileSegment) / sizeof(float);
        var segments = (TileSegment*)Scratch.Get(ScratchSlot.Segments, ((long)_product.Taps + taps + phases) * length);
        TileSegment* tapRows = segments + _product.Taps, interiors = tapRows + taps;
        for (int phase = 0; phase < phases; phase++) interiors[phase] = Interior(phase);
        for (int row = start; row < end; row++)
        {
            int tapRowCount = FillTapRows(row, tapRows);
            for (int phase = 0; phase < phases; phase++)
            {
                Row(row, phase, interiors[phase], skipFirst, skipEnd, segments, tapRows, tapRowCount);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Row(
        int index, int phase, TileSegment interior, int skipFirst, int skipEnd, TileSegment* segments, TileSegment* tapRows,
        int tapRowCount)
    {
        int phases = _product.Horizontal.Phases, channels = _product.Groups, image = index / _product.TargetRows;
        float* source = _product.Source + image * _product.SourceImage, target = _product.Target + index * _product.TargetRow;
        var task = new DepthwiseTask
        {
            SourceStep = _product.Horizontal.Step * (nint)channels,
            TargetStep = phases * (nint)channels,
            Kernel = _product.Kernel,
            KernelStep = _product.Horizontal.Dilation * (nint)channels,
            Segments = segments,
            Channels = channels,
            Bias = _product.Bias,
            Activation = _product.Activation,
            Accumulate = _product.Accumulate,
        };
        int lo = (int)interior.AOffset, hi = (int)interior.BOffset, steps = _product.Horizontal.Steps(phase);
        for (int u = 0; u < steps;)
        {
            if (u == skipFirst) u = skipEnd;
            if (u == steps) return;
            // All pixels of the interior have the same taps, those of the border each its own.
            bool isInterior = u >= lo && u + DepthwiseTile.FewerPixels <= hi;
            int tile = !isInterior ? 1 : hi - u < DepthwiseTile.MostPixels ? DepthwiseTile.FewerPixels : DepthwiseTile.MostPixels;
            FillSegments(ref task, phase, u, isInterior, tapRows, tapRowCount);
            // The last tile may overlap the one before: computing some pixels twice costs less than a border of more pixels.
            int end = !isInterior ? u + 1 : task.Accumulate ? hi - (hi - u) % tile : hi;
            while (u < end)
            {
                int at = Math.Min(u, end - tile);
                task.Source = source + at * task.SourceStep;
                task.Target = target + (nint)(phase + at * phases) * channels;
                DepthwiseTile.Compute(task, tile);
                u = at + tile;
            }
        }
    }

    // Where every tap of the phase exists: from u to before u.
    private TileSegment Interior(int phase)
    {
        (int lo, int hi) = (0, _product.Horizontal.Steps(phase));
        for (int tap = 0; tap < _product.Horizontal.Taps; tap++)
        {
            if (!_product.Horizontal.TryOffset(phase, tap, out int offset)) continue;
            (int first, int end) = _product.Horizontal.Range(phase, offset);
            (lo, hi) = (Math.Max(lo, first), Math.Min(hi, end));
        }

        return new TileSegment(lo, hi);
    }

    // The rows of the kernel that exist at this height: where they begin in the source and in the kernel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int FillTapRows(int index, TileSegment* tapRows)
    {
        (int plane, int row) = Math.DivRem(index % _product.TargetRows, _product.Vertical.Targets);
        int count = 0;
        nint kernelRow = (nint)_product.Horizontal.Taps * _product.Groups;
        for (int tap = 0; tap < _product.TapRows; tap++)
        {
            (int tapPlane, int tapRow) = Math.DivRem(tap, _product.Vertical.Taps);
            int sourcePlane = _product.Frontal.Source(plane, tapPlane), source = _product.Vertical.Source(row, tapRow);
            if (sourcePlane < 0 || source < 0) continue;
            tapRows[count++] = new TileSegment(sourcePlane * _product.SourcePlane + source * _product.SourceRow, tap * kernelRow);
        }

        return count;
    }

    // The taps of a pixel, relative to the source of u: in the interior, where they serve several pixels, by threes if neighbouring taps
    // are neighbours in the source too, and the rest one by one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void FillSegments(ref DepthwiseTask task, int phase, int u, bool isInterior, TileSegment* tapRows, int tapRowCount)
    {
        TapAxis axis = _product.Horizontal;
        bool haveNeighbours = isInterior && axis.Phases == 1 && axis.Step == 1 && Math.Abs(axis.Dilation) == 1;
        int triples = haveNeighbours ? axis.Taps / 3 : 0, singles = axis.Taps - 3 * triples;
        TileSegment* next = task.Segments;
        for (int i = 0; i < triples + singles; i++)
        {
            // In the source a triple goes up, so the gradient of the input takes its taps from the last to the first.
            int tap = i < triples ? 3 * i + (axis.Dilation < 0 ? 2 : 0) : 2 * triples + i;
            if (i == triples) task.Triples = (int)(next - task.Segments);
            if (!axis.TryOffset(phase, tap, out int offset)) continue;
            if ((uint)(u * axis.Step + offset) >= (uint)axis.Sources) continue;
            nint sourceColumn = offset * (nint)_product.Groups, kernelColumn = tap * (nint)_product.Groups;
            for (int r = 0; r < tapRowCount; r++)
            {
                *next++ = new TileSegment(tapRows[r].AOffset + sourceColumn, tapRows[r].BOffset + kernelColumn);
            }
        }

        if (singles == 0) task.Triples = (int)(next - task.Segments);
        task.Singles = (int)(next - task.Segments) - task.Triples;
    }
}
