using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The sums of a <see cref="WinogradKernelGradient"/>: an index is a block of squares and some channels and filters.</summary>
internal readonly unsafe struct WinogradGradientItems<TSimd, TTile>(
    WinogradKernelGradient gradient, WinogradGradientSplit split, float* sums) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    private readonly WinogradKernelGradient _gradient = gradient;
    private readonly WinogradGradientSplit _split = split;

    // (block, group, frequency, panel, channel, filter). Null for one block: its sums are transformed at once.
    private readonly float* _sums = sums;

    public static void Run(in WinogradKernelGradient gradient)
    {
        var split = new WinogradGradientSplit(gradient, RegisterTile.Columns<TSimd>());
        if (split.Blocks == 1)
        {
            WorkerPool.For(split.Groups, 1, new WinogradGradientItems<TSimd, TTile>(gradient, split, null));
            return;
        }

        nint length = split.Groups * gradient.Grid.Planes * split.SumPlane;
        float* sums = Scratch.Get(ScratchSlot.PartialSums, split.Blocks * (long)length);
        WorkerPool.For(split.Blocks * split.Groups, 1, new WinogradGradientItems<TSimd, TTile>(gradient, split, sums));
        PartialSums.Add(sums + length, split.Blocks - 1, length, sums, accumulate: true);
        WinogradGradientResult<TSimd, TTile>.Run(gradient, split, sums);
    }

    public void Invoke(int start, int end)
    {
        int planes = _gradient.Grid.Planes, side = _gradient.Grid.Inputs;
        nint sumLength = planes * _split.SumPlane;
        long sources = planes * (long)_split.SourcePlane, targets = planes * (long)_split.TargetPlane;
        float* scratch = Scratch.Get(ScratchSlot.Winograd, sources + targets + (_sums == null ? sumLength : 0));
        int widest = Math.Max(_split.GroupChannels, _split.GroupPanels * _split.PanelWidth) + TSimd.Width;
        float* small = Scratch.Get(ScratchSlot.EdgeTile, (long)side * side * widest + 9 * TSimd.Width);
        for (int i = start; i < end; i++)
        {
            (int block, int group) = Math.DivRem(i, _split.Groups);
            var part = new WinogradGradientPart(_gradient, _split, group);
            float* sums = _sums == null ? scratch + sources + targets : _sums + i * sumLength;
            int tiles = _gradient.Grid.Tiles;
            int first = (int)((long)tiles * block / _split.Blocks), last = (int)((long)tiles * (block + 1) / _split.Blocks);
            for (int tile = first; tile < last; tile += _split.StretchTiles)
            {
                int count = Math.Min(_split.StretchTiles, last - tile);
                TransformImage(part, tile, count, small, scratch);
                TransformOutputGradient(part, tile, count, small, scratch + sources);
                Multiply(part, count, scratch, scratch + sources, sums, accumulate: tile > first);
            }

            if (_sums == null) WinogradGradientResult<TSimd, TTile>.Transform(_gradient, _split, part, 0, part.Channels, sums, small);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void TransformImage(in WinogradGradientPart part, int firstTile, int tiles, float* buffer, float* to)
    {
        WinogradGrid grid = _gradient.Grid;
        float* copy = buffer + grid.Planes * TSimd.Width;
        int last = part.Channels - TSimd.Width;
        nint plane = _split.SourcePlane;
        for (int tile = firstTile; tile < firstTile + tiles; tile++, to += _split.SourceRow)
        {
            (int image, int y, int x) = grid.Locate(tile);
            var window = WinogradWindow.Open<TSimd>(
                _gradient.Image + image * _gradient.ImageSize + part.FirstChannel, _gradient.Channels, grid.Vertical.Sources,
                grid.Horizontal.Sources, y - grid.Vertical.Padding, x - grid.Horizontal.Padding, grid.Inputs, part.Channels, copy);
            for (int c = 0; c < part.Channels; c += TSimd.Width)
            {
                int at = Math.Min(c, last);
                WinogradTransform<TSimd, TTile>.Input(window.Start + at, window.RowStride, window.PixelStride, buffer, to + at, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void TransformOutputGradient(in WinogradGradientPart part, int firstTile, int tiles, float* buffer, float* to)
    {
        WinogradGrid grid = _gradient.Grid;
        float* copy = buffer + grid.Planes * TSimd.Width;

        // A last group of few filters starts within the one before, to fill a register; what is before it lands in the gap between rows.
        int before = Math.Max(TSimd.Width - part.Filters, 0), count = part.Filters + before, last = count - TSimd.Width;
        nint plane = _split.TargetPlane;
        to += WinogradGradientSplit.Gap - before;
        for (int tile = firstTile; tile < firstTile + tiles; tile++, to += _split.TargetRow)
        {
            (int image, int y, int x) = grid.Locate(tile);
            var window = WinogradWindow.Open<TSimd>(
                _gradient.OutputGradient + image * _gradient.OutputSize + part.FirstFilter - before, _gradient.Filters,
                grid.Vertical.Targets, grid.Horizontal.Targets, y, x, grid.Outputs, count, copy);
            for (int f = 0; f < count; f += TSimd.Width)
            {
                int at = Math.Min(f, last);
                WinogradTransform<TSimd, TTile>.OutputGradient(
                    window.Start + at, window.RowStride, window.PixelStride, buffer, to + at, plane);
            }
        }
    }

    // The depth of the products are the squares.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply(in WinogradGradientPart part, int depth, float* sources, float* targets, float* sums, bool accumulate)
    {
        int most = RegisterTile.Rows<TSimd>(), tiles = (part.Channels + most - 1) / most;
        int small = part.Channels / tiles, larger = part.Channels % tiles, width = _split.PanelWidth;
        var segment = default(TileSegment);
        var task = new TileTask
        {
            ARowStride = 1,
            ADepthStride = _split.SourceRow,
            BDepthStride = _split.TargetRow,
            CRowStride = width,
            Segments = &segment,
            SegmentCount = 1,
            Depth = depth,
            Accumulate = accumulate,
        };
        for (int plane = 0; plane < _gradient.Grid.Planes; plane++)
        {
            for (int panel = 0; panel * width < part.Filters; panel++)
            {
                task.A = sources + plane * _split.SourcePlane;
                task.B = targets + WinogradGradientSplit.Gap + plane * _split.TargetPlane + panel * width;
                task.C = sums + plane * _split.SumPlane + panel * _split.SumPanel;
                for (int tile = 0; tile < tiles; tile++)
                {
                    int rows = tile < larger ? small + 1 : small;
                    RegisterTile.Compute<TSimd>(rows, task);
                    task.A += rows;
                    task.C += rows * width;
                }
            }
        }
    }
}
