namespace DeepSharp.Kernels;

/// <summary>
/// How a product is cut: the depth into slabs and those into steps, the rows into tiles, the columns into panels of one tile's width, and
/// a slab of C
/// into blocks, which are the units of parallel work. Everything follows from the shape, never from the number of threads.
/// </summary>
/// <remarks>
/// In a step of 256, a panel of B stays in the first-level cache while the block's rows pass by, or is streamed from the second level by
/// the tall
/// tiles of 512 bits, whose rows stay instead; the block's part of A and of B fits the second level, and so does its part of C from step
/// to step.
/// </remarks>
internal readonly struct MatMulBlocking
{
    /// <summary>Largest depth of a step; a deeper product is cut evenly.</summary>
    public const int StepDepth = 256;

    /// <summary>Columns of B packed at a time.</summary>
    public const int SlabColumns = 4096;

    /// <summary>Below this many products (about 10 microseconds) a loop stays on one thread.</summary>
    public const long ParallelProducts = 1 << 20;

    /// <summary>Below this many copied floats packing stays on one thread.</summary>
    public const long ParallelCopies = 1 << 16;

    private const int SlabFloats = 1 << 22;
    private const int BlockRows = 112;
    private const int BlockColumns = 512;
    private const int EnoughBlocks = 16;
    private const long SmallBlockProducts = 1 << 19;

    private readonly int _columns;
    private readonly int _tileRows;
    private readonly int _tallerTiles;

    private MatMulBlocking(int rows, int columns, int depth, int tileRows, int panelColumns)
    {
        (_columns, PanelColumns) = (columns, panelColumns);
        RowTiles = (rows - 1) / tileRows + 1;
        (_tileRows, _tallerTiles) = (rows / RowTiles, rows % RowTiles);
        Panels = (columns - 1) / panelColumns + 1;

        // Rows are split first: whoever splits columns reads, and perhaps packs, the same rows of A again.
        int tiles = Math.Min(RowTiles, BlockRows / tileRows), panels = Math.Min(Panels, BlockColumns / panelColumns);
        int fewTiles = Math.Max(1, 28 / tileRows);
        long tileProducts = (long)depth * tileRows * panelColumns;
        while (tiles * panels > 1 && tiles * panels * tileProducts > SmallBlockProducts && Blocks(tiles, panels) < EnoughBlocks)
        {
            if (tiles > fewTiles || panels == 1) tiles = (tiles + 1) / 2;
            else panels = (panels + 1) / 2;
        }

        (TilesPerBlock, PanelsPerBlock) = (tiles, panels);
        RowBlocks = (RowTiles - 1) / tiles + 1;
        ColumnBlocks = (Panels - 1) / panels + 1;
    }

    public int PanelColumns { get; }

    public int RowTiles { get; }

    /// <summary>Panels, the last of which may lack columns.</summary>
    public int Panels { get; }

    public int TilesPerBlock { get; }

    public int PanelsPerBlock { get; }

    public int RowBlocks { get; }

    public int ColumnBlocks { get; }

    /// <summary>Panels whose columns all exist.</summary>
    public int FullPanels => _columns / PanelColumns;

    /// <summary>Columns of the last panel if it lacks some, else 0.</summary>
    public int EdgeColumns => _columns % PanelColumns;

    public static MatMulBlocking Of<TSimd>(int rows, int columns, int depth) where TSimd : unmanaged, ISimd<TSimd> =>
        new(rows, columns, depth, RegisterTile.Rows<TSimd>(), RegisterTile.Columns<TSimd>());

    /// <summary>Steps whose part of B is packed together: at most 16 MB of it.</summary>
    public static int StepsPerSlab(int columns) => SlabFloats / (StepDepth * Math.Min(SlabColumns, Math.Max(columns, 32)));

    /// <summary>The first row of a tile. Rows are spread evenly, 11 + 11 + 10 rather than 14 + 14 + 4: small tiles are slow.</summary>
    public int RowStart(int tile) => tile * _tileRows + Math.Min(tile, _tallerTiles);

    /// <summary>Columns of the tile that computes the last panel: the narrowest that holds them.</summary>
    public static int EdgePanelColumns<TSimd>(int edgeColumns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        while (width > 8 && edgeColumns <= width / 2) width /= 2;
        return width;
    }

    /// <summary>
    /// Whether rows that many floats apart fall into few sets of the first-level cache (4 KB apart into a single one, 2 KB into two) and
    /// push each
    /// other out.
    /// </summary>
    public static bool IsConflicting(nint stride)
    {
        const int critical = 512, line = 16;
        nint distance = stride % critical;
        return stride >= critical - line && (distance < line || distance > critical - line);
    }

    private long Blocks(int tiles, int panels) => ((RowTiles - 1) / tiles + 1L) * ((Panels - 1) / panels + 1);
}
