namespace DeepSharp.Kernels;

/// <summary>
/// How a <see cref="WinogradProduct"/> is cut so that all frequencies of a piece stay in the second cache: the squares into blocks, the
/// depth into chunks, the columns into panels of one register tile and those into groups. By shapes only.
/// </summary>
/// <remarks>
/// An item of parallel work is a block of squares and a group of panels. It transforms its squares chunk by chunk, so with several groups
/// they are transformed several times; that pays where the alternative is to carry all frequencies of a deep image through memory. Where
/// squares are few they are transformed before, and an item is one panel, whose part of the kernel it transforms.
/// </remarks>
internal readonly struct WinogradBlocking
{
    private const int MostDepth = 128;
    private const int BlockFloats = 112 * 1024;
    private const int GroupFloats = 224 * 1024;

    // Up to so many times it is better to transform the kernel again than to carry it through memory: more often a large kernel.
    private const int FewBlocks = 2;
    private const int FewBlocksOfLargeKernel = 8;
    private const int LargeKernelFloats = 1 << 20;

    // Up to 4 MB all transformed squares are written once and read by every panel; the sums of a block for one panel get 256 KB.
    private const int SharedFloats = 1 << 20;
    private const int ResultFloats = 64 * 1024;

    // Parts of the work that make do for most numbers of threads.
    private const int EnoughItems = 8;
    private const int EnoughBlocks = 16;

    private readonly int _depth;

    public WinogradBlocking(in WinogradProduct product, int tileRows, int panelWidth)
    {
        int planes = product.Grid.Planes, tiles = product.Grid.Tiles;
        _depth = product.Depth;
        PanelWidth = panelWidth;
        Panels = (product.Columns + panelWidth - 1) / panelWidth;
        Chunks = (product.Depth + MostDepth - 1) / MostDepth;
        ChunkDepth = (product.Depth + Chunks - 1) / Chunks;

        int most = Math.Max(BlockFloats / (planes * ChunkDepth) / tileRows, 1) * tileRows;
        most = Math.Max(most, Math.Min(2 * tileRows, 28));
        Blocks = (tiles + most - 1) / most;
        BlockTiles = (tiles + Blocks - 1) / Blocks;
        Blocks = (tiles + BlockTiles - 1) / BlockTiles;

        bool isLarge = (long)planes * product.Depth * product.Columns > LargeKernelFloats;
        PacksKernel = Blocks > (isLarge ? FewBlocksOfLargeKernel : FewBlocks);
        if (!PacksKernel && planes * (long)tiles * product.Depth <= SharedFloats)
        {
            SharesSources = true;
            int least = planes * tiles * panelWidth / ResultFloats + 1;
            Blocks = Math.Min(tiles, Panels < EnoughItems ? Math.Max(least, Blocks) : least);
            BlockTiles = (tiles + Blocks - 1) / Blocks;
            Blocks = (tiles + BlockTiles - 1) / BlockTiles;
            (Groups, GroupPanels) = (Panels, 1);
            return;
        }

        // Of small images there are more parts to share among threads if a block is but one tile high.
        if (Blocks < EnoughBlocks)
        {
            Blocks = Math.Max(Blocks, Math.Min(EnoughBlocks, tiles / tileRows));
            BlockTiles = (tiles + Blocks - 1) / Blocks;
            Blocks = (tiles + BlockTiles - 1) / BlockTiles;
        }

        // With one chunk a panel is finished before the next one starts, and one group is enough.
        int panels = Chunks == 1 ? Panels : Math.Clamp(GroupFloats / (planes * BlockTiles * panelWidth), 1, Panels);
        Groups = (Panels + panels - 1) / panels;
        GroupPanels = (Panels + Groups - 1) / Groups;
        Groups = (Panels + GroupPanels - 1) / GroupPanels;
    }

    public int PanelWidth { get; }

    public int Panels { get; }

    public int Chunks { get; }

    /// <summary>Depth of a chunk at most.</summary>
    public int ChunkDepth { get; }

    public int Blocks { get; }

    /// <summary>Squares of a block; the last one may have fewer.</summary>
    public int BlockTiles { get; }

    public int Groups { get; }

    public int GroupPanels { get; }

    /// <summary>The kernel is transformed once, before the items; otherwise each item transforms what it needs when it needs it.</summary>
    public bool PacksKernel { get; }

    /// <summary>All squares are transformed before the items, each of which takes one panel of the kernel and many squares.</summary>
    public bool SharesSources { get; }

    /// <summary>Floats from one row of transformed sources to the next: an odd number of cache lines, to spread over the sets.</summary>
    public nint SourceRow => (ChunkDepth + 15) / 32 * 32 + 16;

    public nint SourcePlane => BlockTiles * SourceRow + 16;

    /// <summary>Squares of a block.</summary>
    public int TilesOf(int block, in WinogradGrid grid) => Math.Min(BlockTiles, grid.Tiles - block * BlockTiles);

    /// <summary>Where a chunk starts.</summary>
    public int ChunkStart(int chunk) => (int)((long)_depth * chunk / Chunks);

    public nint KernelPlane => (nint)ChunkDepth * PanelWidth + 16;

    public nint ResultPlane => (nint)BlockTiles * PanelWidth + 16;
}
