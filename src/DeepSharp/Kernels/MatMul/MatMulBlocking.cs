namespace DeepSharp.Kernels;

/// <summary>
/// How a product is cut: the depth into steps, the rows into tiles, the columns into panels of one tile's width, and C into blocks, which
/// are the units of parallel work. The steps, on which the bits depend, follow from the shape alone.
/// </summary>
/// <remarks>
/// A tile's rows of A, a step deep, stay in the first-level cache while the block's panels of B pass by, and those stay in the second
/// level from one tile to the next.
/// </remarks>
internal readonly struct MatMulBlocking
{
    /// <summary>Largest depth of a step; a deeper product is cut evenly.</summary>
    public const int StepDepth = 256;

    /// <summary>Below this many products (about 5 to 10 microseconds) a loop stays on one thread.</summary>
    public const long ParallelProducts = 1 << 20;

    private const long SmallBlockProducts = 1 << 19;

    /// <summary>Blocks for each thread, where they stay large: one that is taken off its core delays only a part of its share.</summary>
    private const int BlocksPerThread = 4;

    private const int LargeBlockSide = 512;

    private readonly int _columns;
    private readonly int _tileRows;
    private readonly int _tallerTiles;

    private MatMulBlocking(int rows, int columns, int tileRows, int panelColumns)
    {
        (_columns, PanelColumns) = (columns, panelColumns);
        RowTiles = (rows - 1) / tileRows + 1;
        (_tileRows, _tallerTiles) = (rows / RowTiles, rows % RowTiles);
        Panels = (columns - 1) / panelColumns + 1;
        RowBlocks = 1;
        ColumnBlocks = (columns - 1) / BlockColumns + 1;
    }

    /// <summary>Columns of which a step of B fills half of the second-level cache.</summary>
    public static int BlockColumns { get; } = CacheSizes.SecondLevel / 2 / (StepDepth * sizeof(float));

    public int PanelColumns { get; }

    public int RowTiles { get; }

    /// <summary>Panels, the last of which may lack columns.</summary>
    public int Panels { get; }

    public int RowBlocks { get; private init; }

    public int ColumnBlocks { get; private init; }

    /// <summary>Panels whose columns all exist.</summary>
    public int FullPanels => _columns / PanelColumns;

    /// <summary>Columns of the last panel if it lacks some, else 0.</summary>
    public int EdgeColumns => _columns % PanelColumns;

    /// <summary>Cuts a product for some threads.</summary>
    /// <param name="problem">Its sizes.</param>
    /// <param name="rightCost">What it costs to make ready a value of B for a block, in rows: few of them make it count.</param>
    /// <param name="leftCost">The same for a value of A, in columns.</param>
    public static MatMulBlocking Of<TSimd>(in MatMulProblem problem, int rightCost, int leftCost)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        var blocking = new MatMulBlocking(problem.Rows, problem.Columns, RegisterTile.Rows<TSimd>(), RegisterTile.Columns<TSimd>());
        int threads = problem.Products < ParallelProducts ? 1 : problem.Threads;
        if (threads == 1) return blocking;

        // As many blocks as there are threads, or a multiple, so that none waits for another; then more of them while they are large.
        int missing = threads / Gcd(threads, blocking.ColumnBlocks);
        for (int factor = 2; missing > 1; factor++)
        {
            for (; missing % factor == 0; missing /= factor) blocking = blocking.Split(problem, factor, rightCost, leftCost, smallest: 1);
        }

        while (blocking.RowBlocks * (long)blocking.ColumnBlocks < BlocksPerThread * (long)threads)
        {
            int before = blocking.RowBlocks * blocking.ColumnBlocks;
            blocking = blocking.Split(problem, 2, rightCost, leftCost, LargeBlockSide);
            if (blocking.RowBlocks * blocking.ColumnBlocks == before) break;
        }

        return blocking;
    }

    /// <summary>The first row of a tile. Rows are spread evenly, 11 + 11 + 10 rather than 14 + 14 + 4: small tiles are slow.</summary>
    public int RowStart(int tile) => tile * _tileRows + Math.Min(tile, _tallerTiles);

    /// <summary>The first tile of a block of rows.</summary>
    public int FirstTile(int rowBlock) => (int)((long)rowBlock * RowTiles / RowBlocks);

    /// <summary>The first panel of a block of columns.</summary>
    public int FirstPanel(int columnBlock) => (int)((long)columnBlock * Panels / ColumnBlocks);

    /// <summary>Columns of the tile that computes the last panel: the narrowest that holds them.</summary>
    public static int EdgePanelColumns<TSimd>(int edgeColumns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        while (width > 8 && edgeColumns <= width / 2) width /= 2;
        return width;
    }

    /// <summary>
    /// Whether rows that many floats apart fall into few sets of the first-level cache (4 KB apart into a single one, 2 KB into two) and
    /// push each other out.
    /// </summary>
    public static bool IsConflicting(nint stride)
    {
        const int critical = 512, line = 16;
        nint distance = stride % critical;
        return stride >= critical - line && (distance < line || distance > critical - line);
    }

    // Splits the side that makes more of what is read for it.
    private MatMulBlocking Split(in MatMulProblem problem, int parts, int rightCost, int leftCost, int smallest)
    {
        if (problem.Products / ((long)RowBlocks * ColumnBlocks * parts) < SmallBlockProducts) return this;
        int rows = problem.Rows / RowBlocks, columns = problem.Columns / ColumnBlocks;
        bool canSplitRows = (long)RowBlocks * parts <= RowTiles && rows / parts >= smallest;
        bool canSplitColumns = (long)ColumnBlocks * parts <= Panels && columns / parts >= smallest;
        if (canSplitColumns && (!canSplitRows || (long)columns * rightCost >= (long)rows * leftCost))
        {
            return this with { ColumnBlocks = ColumnBlocks * parts };
        }

        return canSplitRows ? this with { RowBlocks = RowBlocks * parts } : this;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
