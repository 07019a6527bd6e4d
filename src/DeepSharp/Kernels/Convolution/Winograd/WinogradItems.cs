using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The work of a <see cref="WinogradProduct"/>: an index is a block of squares and a group of panels.</summary>
internal readonly unsafe struct WinogradItems<TSimd, TTile>(
    WinogradProduct product, WinogradBlocking blocking, float* panels, float* sources) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    private readonly WinogradProduct _product = product;
    private readonly WinogradBlocking _blocking = blocking;

    // Null where the items transform the kernel.
    private readonly float* _panels = panels;

    // Null where the items transform their squares.
    private readonly float* _sources = sources;

    public static void Run(in WinogradProduct product)
    {
        var blocking = new WinogradBlocking(product, RegisterTile.Rows<TSimd>(), RegisterTile.Columns<TSimd>());
        float* panels = blocking.PacksKernel ? WinogradKernelPanels<TSimd, TTile>.Create(product, blocking) : null;
        float* sources = blocking.SharesSources ? WinogradSources<TSimd, TTile>.Create(product, blocking) : null;
        WorkerPool.For(blocking.Blocks * blocking.Groups, 1, new WinogradItems<TSimd, TTile>(product, blocking, panels, sources));
    }

    public void Invoke(int start, int end)
    {
        int planes = _product.Grid.Planes;
        long sources = _sources == null ? planes * (long)_blocking.SourcePlane : 0, kernel = _panels == null
            ? planes * (long)_blocking.KernelPlane : 0;
        long result = planes * (long)_blocking.ResultPlane * (_blocking.Chunks == 1 ? 1 : _blocking.GroupPanels);
        float* scratch = Scratch.Get(ScratchSlot.Winograd, sources + kernel + result);
        long small = Math.Max(WinogradSources<TSimd, TTile>.ScratchLength(_blocking), 2 * planes * TSimd.Width);
        var item = new Item
        {
            Sources = scratch,
            Kernel = scratch + sources,
            Result = scratch + sources + kernel,
            Small = Scratch.Get(ScratchSlot.EdgeTile, Math.Max(small, WinogradKernelPanels<TSimd, TTile>.ScratchLength(_blocking))),
        };
        for (int i = start; i < end; i++)
        {
            // Neighbours share the squares, or the kernel if they transform it.
            (int block, int group) = _panels == null ? (i % _blocking.Blocks, i / _blocking.Blocks) : Math.DivRem(i, _blocking.Groups);
            (item.Block, item.FirstTile, item.Tiles) = (block, block * _blocking.BlockTiles, _blocking.TilesOf(block, _product.Grid));
            Compute(item, group * _blocking.GroupPanels, Math.Min((group + 1) * _blocking.GroupPanels, _blocking.Panels));
        }
    }

    private void Compute(in Item item, int firstPanel, int endPanel)
    {
        int planes = _product.Grid.Planes;
        nint sourceLength = planes * _blocking.SourcePlane, kernelLength = planes * _blocking.KernelPlane;
        nint resultLength = planes * _blocking.ResultPlane;
        for (int chunk = 0; chunk < _blocking.Chunks; chunk++)
        {
            int depth = _blocking.ChunkStart(chunk + 1) - _blocking.ChunkStart(chunk);
            float* sources = _sources + ((nint)item.Block * _blocking.Chunks + chunk) * sourceLength;
            if (_sources == null)
            {
                sources = item.Sources;
                WinogradSources<TSimd, TTile>.Transform(_product, _blocking, item.Block, chunk, item.Small, sources);
            }

            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                float* kernel = _panels + ((nint)panel * _blocking.Chunks + chunk) * kernelLength;
                if (_panels == null)
                {
                    kernel = item.Kernel;
                    WinogradKernelPanels<TSimd, TTile>.Transform(_product, _blocking, panel, chunk, item.Small, kernel);
                }

                float* result = item.Result + (_blocking.Chunks == 1 ? 0 : (panel - firstPanel) * resultLength);
                Multiply(item.Tiles, sources, kernel, result, depth, chunk > 0);
                if (chunk == _blocking.Chunks - 1) TransformResult(item, panel, result);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply(int count, float* sources, float* kernel, float* result, int depth, bool accumulate)
    {
        int most = RegisterTile.Rows<TSimd>(), tiles = (count + most - 1) / most;
        int small = count / tiles, larger = count % tiles;
        var segment = default(TileSegment);
        var task = new TileTask
        {
            ARowStride = _blocking.SourceRow,
            ADepthStride = 1,
            BDepthStride = _blocking.PanelWidth,
            CRowStride = _blocking.PanelWidth,
            Segments = &segment,
            SegmentCount = 1,
            Depth = depth,
            Accumulate = accumulate,
        };
        for (int plane = 0; plane < _product.Grid.Planes; plane++)
        {
            task.A = sources + plane * _blocking.SourcePlane;
            task.B = kernel + plane * _blocking.KernelPlane;
            task.C = result + plane * _blocking.ResultPlane;
            for (int tile = 0; tile < tiles; tile++)
            {
                int rows = tile < larger ? small + 1 : small;
                RegisterTile.Compute<TSimd>(rows, task);
                task.A += rows * task.ARowStride;
                task.C += rows * task.CRowStride;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void TransformResult(in Item item, int panel, float* result)
    {
        WinogradGrid grid = _product.Grid;
        int outputs = TTile.Outputs, width = TSimd.Width, column = panel * _blocking.PanelWidth;
        int existing = Math.Min(_blocking.PanelWidth, _product.Columns - column);
        nint pixel = _product.Columns, row = grid.Horizontal.Targets * pixel;
        float* buffer = item.Small, values = buffer + grid.Planes * width;
        for (int tile = 0; tile < item.Tiles; tile++, result += _blocking.PanelWidth)
        {
            (int image, int y, int x) = grid.Locate(item.FirstTile + tile);
            int rows = Math.Min(outputs, grid.Vertical.Targets - y), columns = Math.Min(outputs, grid.Horizontal.Targets - x);
            float* target = _product.Target + image * _product.TargetImage + y * row + x * pixel + column;
            float* bias = _product.Bias == null ? null : _product.Bias + column;
            for (int j = 0; j < existing; j += width, target += width)
            {
                WinogradTransform<TSimd, TTile>.Output(result + j, _blocking.ResultPlane, buffer, values);
                int lanes = Math.Min(width, existing - j);
                if (lanes == width) Write<TSimd>(values, target, row, pixel, rows, columns, bias == null ? null : bias + j);
                else WriteLanes(values, target, row, pixel, rows, columns, bias == null ? null : bias + j, lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write<T>(float* values, float* target, nint rowStride, nint pixelStride, int rows, int columns, float* bias)
        where T : unmanaged, ISimd<T>
    {
        T addend = bias == null ? T.Zero : T.Load(bias);
        FusedActivation activation = _product.Activation;
        bool accumulate = _product.Accumulate;
        for (int i = 0; i < rows; i++, target += rowStride, values += TTile.Outputs * TSimd.Width)
        {
            float* pixel = target;
            for (int j = 0; j < columns; j++, pixel += pixelStride)
            {
                T value = FusedActivations.Apply(activation, T.Load(values + j * TSimd.Width) + addend);
                if (accumulate) value += T.Load(pixel);
                T.Store(value, pixel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLanes(float* values, float* target, nint row, nint pixel, int rows, int columns, float* bias, int lanes)
    {
        for (int i = 0; i < lanes; i++) Write<F1>(values + i, target + i, row, pixel, rows, columns, bias == null ? null : bias + i);
    }

    private struct Item
    {
        /// <summary>Transformed sources, (frequency, square, k), if the items transform them.</summary>
        public float* Sources;

        /// <summary>A chunk of a panel of the transformed kernel, if the items transform it.</summary>
        public float* Kernel;

        /// <summary>Sums, (panel of the group, frequency, square, column).</summary>
        public float* Result;

        /// <summary>The transforms' memory in the first cache: registers between two axes, a window at the border, results.</summary>
        public float* Small;

        public int Block;
        public int FirstTile;
        public int Tiles;
    }
}
