namespace DeepSharp.Kernels;

/// <summary>
/// A copy of the images with zeros left and right of every row. For images of few channels only: there a sweep for each column of the
/// kernel would be too short, and the copy is small beside the output. Others are clipped instead (see <see cref="TapPasses"/>).
/// </summary>
internal static unsafe class PaddedImages
{
    // A border may be as wide as the image itself, which makes three times the image: little for a small one, too much for a large one.
    private const double SmallCopy = 2 * 1024 * 1024;
    private const int MostTimes = 2;

    /// <summary>Whether there is a border left or right, and the copy is small beside the images.</summary>
    public static bool AreWorthIt(in Conv2DGeometry g)
    {
        if (g.PadLeft + g.PadRight == 0) return false;
        double columns = (double)g.InWidth + g.PadLeft + g.PadRight;
        return g.InLength / g.InWidth * columns <= Math.Max(MostTimes * (double)g.InLength, SmallCopy);
    }

    /// <summary>Copies into scratch memory of the calling thread.</summary>
    public static float* Create(in Conv2DGeometry g, float* images)
    {
        int rows = g.Batch * g.InPlanes * g.InHeight, columns = g.InWidth + g.PadLeft + g.PadRight;
        float* copy = Scratch.Get(ScratchSlot.PaddedImage, (long)rows * columns * g.InChannels);
        int grain = (int)Math.Max(1, 64 * 1024 / ((long)columns * g.InChannels));
        WorkerPool.For(rows, grain, new PadBody(g, images, copy));
        return copy;
    }

    // One index is one row of the copy.
    private readonly struct PadBody(Conv2DGeometry g, float* from, float* to) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int before = g.PadLeft * g.InChannels, after = g.PadRight * g.InChannels;
            int inner = g.InWidth * g.InChannels, width = before + inner + after;
            for (int i = start; i < end; i++)
            {
                var copy = new Span<float>(to + (nint)i * width, width);
                copy[..before].Clear();
                new ReadOnlySpan<float>(from + (nint)i * inner, inner).CopyTo(copy[before..]);
                copy[(before + inner)..].Clear();
            }
        }
    }
}
