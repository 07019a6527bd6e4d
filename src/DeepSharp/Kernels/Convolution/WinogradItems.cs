using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The work of a <see cref="WinogradProduct"/>: an index is a block of squares and a group of panels.</summary>
internal readonly unsafe struct WinogradItems<TSimd, TTile>(WinogradProduct product, WinogradBlocking blocking, float* panels) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    private readonly WinogradProduct _product = product;
    private readonly WinogradBlocking _blocking = blocking;

    // Null where the items transform the kernel.
    private readonly float* _panels = panels;

    public static void Run(in WinogradProduct product)
    {
        var blocking = new WinogradBlocking(product, RegisterTile.Rows<TSimd>(), RegisterTile.Columns<TSimd>());
        float* panels = blocking.PacksKernel ? WinogradKernelPanels<TSimd, TTile>.Create(product, blocking) : null;
        WorkerPool.For(blocking.Blocks * blocking.Groups, 1, new WinogradItems<TSimd, TTile>(product, blocking, panels));
    }

    public void Invoke(int start, int end)
    {
        int planes = _product.Grid.Planes, side = _product.Grid.Inputs;
        long sources = planes * (long)_blocking.SourcePlane, kernel = _panels == null ? planes * (long)_blocking.KernelPlane : 0;
        long result = planes * (long)_blocking.ResultPlane * (_blocking.Chunks == 1 ? 1 : _blocking.GroupPanels);
        float* scratch = Scratch.Get(ScratchSlot.Winograd, sources + kernel + result);
        long small = Math.Max((long)side * side * (_blocking.ChunkDepth + TSimd.Width), 2 * planes * TSimd.Width);
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
            item.FirstTile = block * _blocking.BlockTiles;
            item.Tiles = Math.Min(_blocking.BlockTiles, _product.Grid.Tiles - item.FirstTile);
            Compute(item, group * _blocking.GroupPanels, Math.Min((group + 1) * _blocking.GroupPanels, _blocking.Panels));
        }
    }

    private void Compute(in Item item, int firstPanel, int endPanel)
    {
        nint kernelLength = _product.Grid.Planes * _blocking.KernelPlane, resultLength = _product.Grid.Planes * _blocking.ResultPlane;
        for (int chunk = 0; chunk < _blocking.Chunks; chunk++)
        {
            int first = _blocking.ChunkStart(chunk), depth = _blocking.ChunkStart(chunk + 1) - first;
            TransformSources(item, first, depth);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                float* kernel = _panels + ((nint)panel * _blocking.Chunks + chunk) * kernelLength;
                if (_panels == null)
                {
                    kernel = item.Kernel;
                    WinogradKernelPanels<TSimd, TTile>.Transform(_product, _blocking, panel, chunk, item.Small, kernel);
                }

                float* result = item.Result + (_blocking.Chunks == 1 ? 0 : (panel - firstPanel) * resultLength);
                Multiply(item, kernel, result, depth, chunk > 0);
                if (chunk == _blocking.Chunks - 1) TransformResult(item, panel, result);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void TransformSources(in Item item, int firstChannel, int count)
    {
        WinogradGrid grid = _product.Grid;
        nint row = _blocking.SourceRow, plane = _blocking.SourcePlane;
        float* buffer = item.Small, copy = buffer + grid.Planes * TSimd.Width, to = item.Sources;
        int last = count - TSimd.Width;
        for (int tile = 0; tile < item.Tiles; tile++, to += row)
        {
            (int image, int y, int x) = grid.Locate(item.FirstTile + tile);
            var window = WinogradWindow.Open<TSimd>(
                _product.Source + image * _product.SourceImage + firstChannel, _product.Depth, grid.Vertical.Sources,
                grid.Horizontal.Sources, y - grid.Vertical.Padding, x - grid.Horizontal.Padding, grid.Inputs, count, copy);

            // The last register may overlap the one before.
            for (int c = 0; c < count; c += TSimd.Width)
            {
                int at = Math.Min(c, last);
                WinogradTransform<TSimd, TTile>.Input(window.Start + at, window.RowStride, window.PixelStride, buffer, to + at, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply(in Item item, float* kernel, float* result, int depth, bool accumulate)
    {
        int most = RegisterTile.Rows<TSimd>(), tiles = (item.Tiles + most - 1) / most;
        int small = item.Tiles / tiles, larger = item.Tiles % tiles;
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
            task.A = item.Sources + plane * _blocking.SourcePlane;
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
        bool isReLU = _product.Activation == FusedActivation.ReLU, accumulate = _product.Accumulate;
        for (int i = 0; i < rows; i++, target += rowStride, values += TTile.Outputs * TSimd.Width)
        {
            float* pixel = target;
            for (int j = 0; j < columns; j++, pixel += pixelStride)
            {
                T value = T.Load(values + j * TSimd.Width) + addend;
                if (isReLU) value = T.Max(value, T.Zero);
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
        /// <summary>Transformed sources, (frequency, square, k).</summary>
        public float* Sources;

        /// <summary>A chunk of a panel of the transformed kernel, if the items transform it.</summary>
        public float* Kernel;

        /// <summary>Sums, (panel of the group, frequency, square, column).</summary>
        public float* Result;

        /// <summary>The transforms' memory in the first cache: registers between two axes, a window at the border, results.</summary>
        public float* Small;

        public int FirstTile;
        public int Tiles;
    }
}
