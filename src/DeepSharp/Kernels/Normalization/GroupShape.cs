namespace DeepSharp.Kernels;

/// <summary>Samples of pixels whose channels are in groups of equal width.</summary>
internal readonly record struct GroupShape(int Samples, int Pixels, int Channels, int Groups)
{
    /// <summary>Channels of a group.</summary>
    public int Width => Channels / Groups;

    /// <summary>Values of a sample.</summary>
    public long ValuesOfSample => (long)Pixels * Channels;

    /// <summary>Values of all samples.</summary>
    public long Length => Samples * ValuesOfSample;
}
