namespace DeepSharp.Kernels;

/// <summary>The rows of A that a block multiplies with: read in place, or copied to scratch memory of the thread.</summary>
internal readonly unsafe struct BlockRows<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    private readonly float* _start;
    private readonly nint _rowStride;
    private readonly nint _tileStride;
    private readonly int _firstRow;
    private readonly int _firstTile;

    /// <summary>Copies the depth of one step if the slab says so, and sets the strides of A in <paramref name="task"/>.</summary>
    public BlockRows(in MatMulSlab slab, int firstTile, int lastTile, int step, ref TileTask task)
    {
        MatMulBlocking blocking = slab.Blocking;
        _firstTile = firstTile;
        _firstRow = blocking.RowStart(firstTile);
        float* source = slab.A(_firstRow, step);
        if (!slab.PacksA)
        {
            _start = source;
            _rowStride = task.ARowStride;
        }
        else if (slab.Problem.IsTransposedA)
        {
            int width = (RegisterTile.Rows<TSimd>() + TSimd.Width - 1) / TSimd.Width * TSimd.Width;
            _tileStride = (nint)task.Depth * width;
            _start = Scratch.Get(ScratchSlot.PackedLeft, (lastTile - firstTile) * _tileStride);
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                int row = blocking.RowStart(tile), rows = blocking.RowStart(tile + 1) - row, available = slab.Problem.Rows - row;
                PanelPacking.CopyColumns<TSimd>(
                    source + (row - _firstRow), task.ADepthStride, rows, available, task.Depth, Start(tile, row), width);
            }

            (task.ARowStride, task.ADepthStride) = (1, width);
        }
        else
        {
            // An odd number of cache lines: the rows of a tile spread over the sets of the cache.
            _rowStride = (task.Depth + 15) / 32 * 32 + 16;
            int rows = blocking.RowStart(lastTile) - _firstRow;
            _start = Scratch.Get(ScratchSlot.PackedLeft, rows * _rowStride);
            PanelPacking.CopyRows(source, task.ARowStride, rows, task.Depth, _start, _rowStride);
            (task.ARowStride, task.ADepthStride) = (_rowStride, 1);
        }
    }

    /// <summary>Where the rows of a tile start.</summary>
    public float* Start(int tile, int row) => _start + (row - _firstRow) * _rowStride + (tile - _firstTile) * _tileStride;
}
