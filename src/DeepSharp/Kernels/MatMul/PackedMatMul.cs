namespace DeepSharp.Kernels;

/// <summary>
/// A product of matrices block by block. Whoever computes a block packs what it reads, into memory of the thread: nobody waits for what
/// another one packs, and it lies in the caches of the core that reads it.
/// </summary>
internal static unsafe class PackedMatMul
{
    /// <summary>Rows from which copying B first is cheaper than reading it in place.</summary>
    private const int PackingRows = 43;

    /// <summary>The same for a B that stays in the second-level cache anyway, on pages that the processor remembers.</summary>
    private const int PackingRowsOfSmall = 512;

    private const long SmallFloats = 1 << 16;

    // Copying a value once costs about as much as multiplying with it that often.
    private const int PackingCost = 16;
    private const int TransposingCost = 32;
    private const int ReadingCost = 4;

    public static void Multiply<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        var plan = new MatMulPlan { Problem = problem, Steps = (problem.Inner - 1) / MatMulBlocking.StepDepth + 1 };
        bool isSmall = (long)problem.Inner * problem.Columns <= SmallFloats;
        int packingRows = isSmall && !MatMulBlocking.IsConflicting(problem.BDepthStride) ? PackingRowsOfSmall : PackingRows;
        plan.ReadsBInPlace = problem.PackedB == null && !problem.IsTransposedB && problem.Rows < packingRows;
        plan.PacksA = problem.Columns > RegisterTile.Columns<TSimd>()
            && (problem.IsTransposedA || (problem.Inner > 64 && MatMulBlocking.IsConflicting(problem.ARowStride)));

        bool readsB = (plan.ReadsBInPlace && isSmall) || problem.PackedB != null;
        int rightCost = problem.IsTransposedB ? TransposingCost : readsB ? ReadingCost : PackingCost;
        plan.Blocking = MatMulBlocking.Of<TSimd>(problem, rightCost, plan.PacksA ? PackingCost : ReadingCost);
        WorkerPool.For(plan.Blocking.RowBlocks * plan.Blocking.ColumnBlocks, 1, new BlockBody<TSimd>(&plan));
    }
}
