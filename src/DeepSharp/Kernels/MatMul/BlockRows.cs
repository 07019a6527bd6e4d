namespace DeepSharp.Kernels;

/// <summary>The rows of A that a block multiplies with: read in place, or copied to scratch memory of the thread.</summary>
internal readonly unsafe struct BlockRows<TSimd> where TSimd : unmanaged, ISimd<TSimd>
{
    private readonly float* _packed;
    private readonly nint _stride;
    private readonly int _firstRow;
    private readonly int _firstTile;
    private readonly bool _isByTile;

    /// <summary>Copies the depth of one step if the slab says so, and sets the strides of A in <paramref name="task"/>.</summary>
    public BlockRows(in MatMulSlab slab, int firstTile, int lastTile, int step, ref TileTask task)
    {
        if (!slab.PacksA) return;
        MatMulBlocking blocking = slab.Blocking;
        _firstTile = firstTile;
        _firstRow = blocking.RowStart(firstTile);
        _isByTile = slab.Problem.IsTransposedA;
        if (_isByTile)
        {
            int width = (RegisterTile.Rows<TSimd>() + TSimd.Width - 1) / TSimd.Width * TSimd.Width;
            _stride = (nint)task.Depth * width;
            _packed = Scratch.Get(ScratchSlot.PackedLeft, (lastTile - firstTile) * _stride);
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                int row = blocking.RowStart(tile), rows = blocking.RowStart(tile + 1) - row;
                float* destination = _packed + (tile - firstTile) * _stride;
                PanelPacking.CopyColumns<TSimd>(
                    slab.A(row, step), slab.Problem.ADepthStride, rows, slab.Problem.Rows - row, task.Depth, destination, width);
            }

            (task.ARowStride, task.ADepthStride) = (1, width);
        }
        else
        {
            // An odd number of cache lines: the rows of a tile spread over the sets of the cache.
            _stride = (task.Depth + 15) / 32 * 32 + 16;
            int rows = blocking.RowStart(lastTile) - _firstRow;
            _packed = Scratch.Get(ScratchSlot.PackedLeft, rows * _stride);
            PanelPacking.CopyRows(slab.A(_firstRow, step), slab.Problem.ARowStride, rows, task.Depth, _packed, _stride);
            (task.ARowStride, task.ADepthStride) = (_stride, 1);
        }
    }

    /// <summary>Where the rows of a tile start.</summary>
    public float* Start(in MatMulSlab slab, int tile, int row, int step)
    {
        if (_packed == null) return slab.A(row, step);
        return _isByTile ? _packed + (tile - _firstTile) * _stride : _packed + (row - _firstRow) * _stride;
    }
}
