namespace DeepSharp.Kernels;

/// <summary>A product of matrices slab by slab: pack the slab of B where that pays, then compute the slab's blocks of C.</summary>
internal static unsafe class PackedMatMul
{
    /// <summary>Rows from which copying B first is cheaper than reading it in place.</summary>
    private const int PackingRows = 43;

    public static void Multiply<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        var slab = new MatMulSlab { Problem = problem };
        int steps = (problem.Inner - 1) / MatMulBlocking.StepDepth + 1;
        int slabs = (steps - 1) / MatMulBlocking.StepsPerSlab(problem.Columns) + 1;
        for (int column = 0; column < problem.Columns; column += MatMulBlocking.SlabColumns)
        {
            slab.ColumnStart = column;
            slab.Columns = Math.Min(MatMulBlocking.SlabColumns, problem.Columns - column);
            for (int i = 0; i < slabs; i++)
            {
                slab.DepthStart = (int)((long)i * problem.Inner / slabs);
                slab.Depth = (int)((i + 1L) * problem.Inner / slabs) - slab.DepthStart;
                slab.Steps = (slab.Depth - 1) / MatMulBlocking.StepDepth + 1;
                slab.Blocking = MatMulBlocking.Of<TSimd>(problem.Rows, slab.Columns, slab.Depth);
                MultiplySlab<TSimd>(ref slab);
            }
        }
    }

    private static void MultiplySlab<TSimd>(ref MatMulSlab slab) where TSimd : unmanaged, ISimd<TSimd>
    {
        MatMulBlocking blocking = slab.Blocking;
        slab.ReadsBInPlace = !slab.Problem.IsTransposedB && slab.Problem.Rows < PackingRows;
        slab.PacksA = blocking.Panels > 1
            && (slab.Problem.IsTransposedA || slab.Depth > 64 && MatMulBlocking.IsConflicting(slab.Problem.ARowStride));
        slab.PackedColumns = slab.ReadsBInPlace ? 0 : blocking.FullPanels * blocking.PanelColumns;
        if (blocking.EdgeColumns > 0) slab.PackedColumns += MatMulBlocking.EdgePanelColumns<TSimd>(blocking.EdgeColumns);
        slab.PackedColumns = (slab.PackedColumns + 15) & ~15; // every step starts a cache line
        slab.PackedB = slab.PackedColumns == 0 ? null : Scratch.Get(ScratchSlot.PackedRight, (long)slab.PackedColumns * slab.Depth);

        fixed (MatMulSlab* pinned = &slab)
        {
            if (!slab.ReadsBInPlace)
            {
                int groups = slab.Steps * PackBody<TSimd>.GroupsPerStep(blocking.Panels);
                bool isSmall = (long)slab.Columns * slab.Depth < MatMulBlocking.ParallelCopies;
                WorkerPool.For(groups, isSmall ? groups : 1, new PackBody<TSimd>(pinned));
            }
            else if (blocking.EdgeColumns > 0)
            {
                for (int step = 0; step < slab.Steps; step++) PackBody<TSimd>.PackPanels(slab, blocking.FullPanels, blocking.Panels, step);
            }

            int blocks = blocking.RowBlocks * blocking.ColumnBlocks;
            long products = (long)slab.Problem.Rows * slab.Columns * slab.Depth;
            WorkerPool.For(blocks, products < MatMulBlocking.ParallelProducts ? blocks : 1, new BlockBody<TSimd>(pinned));
        }
    }
}
