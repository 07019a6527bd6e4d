namespace DeepSharp.Kernels;

/// <summary>A product of matrices slab by slab: pack the slab of B where that pays, then compute the slab's blocks of C.</summary>
internal static unsafe class PackedMatMul
{
    /// <summary>Row tiles from which copying B first is cheaper than reading it in place that often.</summary>
    private const int PackingRowTiles = 4;

    public static void Multiply<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        var slab = new MatMulSlab { Problem = problem };
        for (int column = 0; column < problem.Columns; column += MatMulBlocking.SlabColumns)
        {
            slab.ColumnStart = column;
            slab.Columns = Math.Min(MatMulBlocking.SlabColumns, problem.Columns - column);
            int slabs = (problem.Inner - 1) / MatMulBlocking.SlabDepth + 1;
            for (int i = 0; i < slabs; i++)
            {
                slab.DepthStart = (int)((long)i * problem.Inner / slabs);
                slab.Depth = (int)((i + 1L) * problem.Inner / slabs) - slab.DepthStart;
                slab.Blocking = MatMulBlocking.Of<TSimd>(problem.Rows, slab.Columns, slab.Depth);
                MultiplySlab<TSimd>(ref slab);
            }
        }
    }

    private static void MultiplySlab<TSimd>(ref MatMulSlab slab) where TSimd : unmanaged, ISimd<TSimd>
    {
        MatMulBlocking blocking = slab.Blocking;
        slab.ReadsBInPlace = !slab.Problem.IsTransposedB && blocking.RowTiles < PackingRowTiles;
        slab.PacksA = blocking.Panels > 1
            && (slab.Problem.IsTransposedA || slab.Depth > 64 && MatMulBlocking.IsConflicting(slab.Problem.ARowStride));

        int width = RegisterTile.Columns<TSimd>();
        fixed (MatMulSlab* pinned = &slab)
        {
            if (!slab.ReadsBInPlace)
            {
                slab.PackedB = Scratch.Get(ScratchSlot.PackedRight, (long)blocking.Panels * width * slab.Depth);
                int groups = (blocking.Panels - 1) / PackBody<TSimd>.PanelsPerGroup + 1;
                int grain = (long)slab.Columns * slab.Depth < MatMulBlocking.ParallelCopies ? groups : 1;
                WorkerPool.For(groups, grain, new PackBody<TSimd>(pinned));
            }
            else if (blocking.EdgeColumns > 0)
            {
                slab.PackedB = Scratch.Get(ScratchSlot.PackedRight, (long)width * slab.Depth);
                PackBody<TSimd>.PackPanel(slab, blocking.FullPanels * width, blocking.EdgeColumns, slab.PackedB);
            }

            int blocks = blocking.RowBlocks * blocking.ColumnBlocks;
            long products = (long)slab.Problem.Rows * slab.Columns * slab.Depth;
            WorkerPool.For(blocks, products < MatMulBlocking.ParallelProducts ? blocks : 1, new BlockBody<TSimd>(pinned));
        }
    }
}
