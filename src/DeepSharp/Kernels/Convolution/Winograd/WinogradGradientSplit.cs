namespace DeepSharp.Kernels;

/// <summary>
/// How a <see cref="WinogradKernelGradient"/> is divided: the squares into blocks with their own sums and those into stretches, channels
/// and filters into groups. By shapes only, so that the sums are the same for any number of threads.
/// </summary>
internal readonly struct WinogradGradientSplit
{
    /// <summary>Floats between the rows of transformed output gradients, and before the first one.</summary>
    public const int Gap = 16;

    private const int MostChannels = 64;
    private const int MostFilters = 64;

    // Adding up a block costs as much as the products of a few squares.
    private const int TilesOfBlock = 256;
    private const int MostBlocks = 16;

    // Transformed squares of a stretch, beside the sums in the second cache.
    private const int StretchFloats = 176 * 1024;

    public WinogradGradientSplit(in WinogradKernelGradient gradient, int panelWidth)
    {
        int planes = gradient.Grid.Planes, tiles = gradient.Grid.Tiles, channels = gradient.Channels;
        PanelWidth = panelWidth;
        ChannelGroups = (channels + MostChannels - 1) / MostChannels;
        GroupChannels = (channels + ChannelGroups - 1) / ChannelGroups;
        int panels = (gradient.Filters + panelWidth - 1) / panelWidth, mostPanels = Math.Max(1, MostFilters / panelWidth);
        int filterGroups = (panels + mostPanels - 1) / mostPanels;
        GroupPanels = (panels + filterGroups - 1) / filterGroups;
        FilterGroups = (panels + GroupPanels - 1) / GroupPanels;
        Blocks = Math.Clamp(tiles / TilesOfBlock, 1, MostBlocks);
        int blockTiles = (tiles + Blocks - 1) / Blocks;
        int most = Math.Max(16, StretchFloats / (planes * (GroupChannels + GroupPanels * panelWidth)));
        int stretches = (blockTiles + most - 1) / most;
        StretchTiles = (blockTiles + stretches - 1) / stretches;
    }

    public int PanelWidth { get; }

    public int ChannelGroups { get; }

    /// <summary>Channels of a group at most.</summary>
    public int GroupChannels { get; }

    public int FilterGroups { get; }

    public int GroupPanels { get; }

    public int Groups => ChannelGroups * FilterGroups;

    public int Blocks { get; }

    public int StretchTiles { get; }

    public nint SourceRow => (GroupChannels + 15) / 32 * 32 + 16;

    public nint SourcePlane => StretchTiles * SourceRow + 16;

    public nint TargetRow => GroupPanels * PanelWidth + Gap;

    public nint TargetPlane => StretchTiles * TargetRow + Gap;

    /// <summary>Sums of one panel of one frequency, (channel, filter).</summary>
    public nint SumPanel => (nint)GroupChannels * PanelWidth;

    public nint SumPlane => GroupPanels * SumPanel + 16;
}
