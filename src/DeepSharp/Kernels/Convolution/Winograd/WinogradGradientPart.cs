namespace DeepSharp.Kernels;

/// <summary>The channels and filters of one group of a <see cref="WinogradKernelGradient"/>.</summary>
internal readonly struct WinogradGradientPart
{
    public WinogradGradientPart(in WinogradKernelGradient gradient, in WinogradGradientSplit split, int group)
    {
        (int filterGroup, int channelGroup) = Math.DivRem(group, split.ChannelGroups);
        FirstChannel = (int)((long)gradient.Channels * channelGroup / split.ChannelGroups);
        Channels = (int)((long)gradient.Channels * (channelGroup + 1) / split.ChannelGroups) - FirstChannel;
        FirstFilter = filterGroup * split.GroupPanels * split.PanelWidth;
        Filters = Math.Min(gradient.Filters - FirstFilter, split.GroupPanels * split.PanelWidth);
    }

    public int FirstChannel { get; }

    public int Channels { get; }

    public int FirstFilter { get; }

    public int Filters { get; }
}
