using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The tiles of a kernel gradient. One index is one block of depth of one chunk of tiles.</summary>
internal readonly unsafe struct KernelGradientTiles<TSimd> : IRangeBody where TSimd : unmanaged, ISimd<TSimd>
{
    private const int TilesWorthPacking = 8;

    private readonly KernelGradient _gradient;
    private readonly KernelGradientSplit _split;
    private readonly int _firstColumn;
    private readonly int _columns;
    private readonly float* _sums;
    private readonly nint _blockStride;
    private readonly bool _accumulate;

    /// <summary>
    /// Tiles for some filters of each group; block b adds up at <paramref name="sums"/> + b · <paramref name="blockStride"/>.
    /// </summary>
    public KernelGradientTiles(
        in KernelGradient gradient, in KernelGradientSplit split, int firstColumn, int columns, float* sums, nint blockStride,
        bool accumulate)
    {
        (_gradient, _split, _firstColumn, _columns) = (gradient, split, firstColumn, columns);
        _sums = sums;
        (_blockStride, _accumulate) = (blockStride, accumulate);
    }

    /// <summary>Tiles of the gradient for some filters of each group.</summary>
    public static int Count(in KernelGradient gradient, int columns) =>
        gradient.Geometry.Groups * Panels(columns) * gradient.Geometry.TapRows * gradient.Runs * TilesOfRun(gradient.RunRows);

    private static int Panels(int columns) => (columns + RegisterTile.Columns<TSimd>() - 1) / RegisterTile.Columns<TSimd>();

    private static int TilesOfRun(int rows) => (rows + RegisterTile.Rows<TSimd>() - 1) / RegisterTile.Rows<TSimd>();

    public void Invoke(int start, int end)
    {
        int tiles = Count(_gradient, _columns), units = _gradient.DepthUnits;
        float* edge = Scratch.Get(ScratchSlot.EdgeTile, RegisterTile.Rows<TSimd>() * RegisterTile.Columns<TSimd>());
        float* packed = Scratch.Get(
            ScratchSlot.PackedLeft, (long)_gradient.PixelsOf(Math.Min(units, _split.UnitsOfStretch)) * RegisterTile.Columns<TSimd>());
        int segments = _gradient.SegmentsFor(_split.UnitsOfStretch);
        var task = new TileTask
        {
            ARowStride = 1,
            Segments = (TileSegment*)Scratch.Get(ScratchSlot.Segments, (long)segments * (sizeof(TileSegment) / sizeof(float))),
        };
        for (int i = start; i < end; i++)
        {
            (int chunk, int block) = Math.DivRem(i, _split.Blocks);
            int firstTile = (int)((long)tiles * chunk / _split.Chunks), endTile = (int)((long)tiles * (chunk + 1) / _split.Chunks);
            int firstUnit = (int)((long)units * block / _split.Blocks), endUnit = (int)((long)units * (block + 1) / _split.Blocks);
            bool accumulate = _accumulate;
            for (int unit = firstUnit; unit < endUnit; unit += _split.UnitsOfStretch)
            {
                int stretchEnd = Math.Min(unit + _split.UnitsOfStretch, endUnit);
                Stretch(ref task, edge, packed, firstTile, endTile, unit, stretchEnd, _sums + block * _blockStride, accumulate);
                accumulate = true;
            }
        }
    }

    // Tiles count rows of a run first, then runs, kernel rows, panels and groups: neighbours share their segments and their columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Stretch(
        ref TileTask task, float* edge, float* packed, int firstTile, int endTile, int firstUnit, int endUnit, float* sums, bool accumulate)
    {
        ref readonly Conv2DGeometry g = ref _gradient.Geometry;
        int width = RegisterTile.Columns<TSimd>(), runRows = _gradient.RunRows, tilesOfRun = TilesOfRun(runRows);
        int aheadEnd = Math.Min(endUnit + (endUnit - firstUnit), _gradient.DepthUnits);
        StretchAhead ahead = StretchAhead.IsUseful(_gradient) ? StretchAhead.Create(_gradient, endUnit, aheadEnd) : default;
        int preparedRun = -1, preparedPanel = -1;
        bool hasDepth = false, isPacked = false;
        for (int tile = firstTile; tile < endTile; tile++)
        {
            (int runIndex, int tileOfRun) = Math.DivRem(tile, tilesOfRun);
            (int rest, int run) = Math.DivRem(runIndex, _gradient.Runs);
            (int panelIndex, int tapRow) = Math.DivRem(rest, g.TapRows);
            (int group, int panel) = Math.DivRem(panelIndex, Panels(_columns));
            int existing = Math.Min(width, _columns - panel * width);
            int column = group * g.FiltersPerGroup + _firstColumn + panel * width;
            bool isEdge = existing < width;
            if (preparedPanel != panelIndex)
            {
                // A tile of an edge panel would read past the last filter of the last pixel.
                isPacked = isEdge || IsWorthPacking(panelIndex, tile, endTile);
                if (isPacked) _gradient.PackPanel(column, existing, width, firstUnit, endUnit, packed);
                preparedPanel = panelIndex;
            }

            if (preparedRun != runIndex) hasDepth = _gradient.TryPrepare(ref task, tapRow, run, firstUnit, endUnit, isPacked ? width : 0);
            preparedRun = runIndex;

            int row = (int)((long)runRows * tileOfRun / tilesOfRun), rows = (int)((long)runRows * (tileOfRun + 1) / tilesOfRun) - row;
            ahead.Fetch(tile + 1 - firstTile, endTile - firstTile);

            float* target = sums + ((nint)(tapRow * g.KernelWidth + run) * g.ChannelsPerGroup + row) * g.Filters + column;
            task.A = _gradient.Image + group * g.ChannelsPerGroup + row;
            task.B = isPacked ? packed : _gradient.OutputGradient + column;
            task.C = isEdge ? edge : target;
            task.CRowStride = isEdge ? width : g.Filters;
            task.Accumulate = accumulate && !isEdge;
            if (hasDepth)
            {
                RegisterTile.Compute<TSimd>(rows, task);
                if (isEdge) TileEpilogue.CopyOut<TSimd>(edge, target, g.Filters, rows, existing, null, FusedActivation.None, accumulate);
            }
            else if (!accumulate)
            {
                TileEpilogue.Clear(target, rows, g.Filters, existing);
            }
        }
    }

    // Pixels lie a power of two apart as a rule, so that a panel in place uses a fraction of the sets of the first cache. The tall tiles
    // of 512-bit registers read it seldom enough not to mind; for six rows packing is worth up to a fifth (ConvolutionBenchmarks,
    // 32 x 6x6x64 to 64: 85 to 100 GFLOP/s).
    private bool IsWorthPacking(int panelIndex, int tile, int endTile)
    {
        if (TSimd.Width == 16 || _gradient.Geometry.Filters <= RegisterTile.Columns<TSimd>()) return false;
        int tilesOfPanel = _gradient.Geometry.TapRows * _gradient.Runs * TilesOfRun(_gradient.RunRows);
        return Math.Min(endTile, (panelIndex + 1) * tilesOfPanel) - tile >= TilesWorthPacking;
    }
}
