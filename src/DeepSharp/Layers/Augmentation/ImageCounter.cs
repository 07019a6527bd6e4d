namespace DeepSharp.Layers;

/// <summary>
/// The number of an image among all that a layer has transformed, from which its random numbers follow. Where batches are made ahead it is
/// that of the sample in the pass, whatever else the layer does meanwhile.
/// </summary>
internal static class ImageCounter
{
    [ThreadStatic]
    private static long? t_given;

    /// <summary>Says the number of the first image of the batch that this thread works on; null for the layer's own count.</summary>
    public static void Give(long? first) => t_given = first;

    /// <summary>Counts images on.</summary>
    /// <returns>The number of the first of them.</returns>
    public static long Next(ref long counted, int images) => t_given ?? Interlocked.Add(ref counted, images) - images;
}
