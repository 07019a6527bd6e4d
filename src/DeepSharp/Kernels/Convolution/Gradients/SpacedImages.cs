namespace DeepSharp.Kernels;

/// <summary>
/// A copy of the images with a gap after each one, for tiles that read the same pixel of many images at once: images a large power of two
/// apart would all fall into the same few lines of the first cache and drive each other out. The copy is a hundredth of the work.
/// </summary>
internal static unsafe class SpacedImages
{
    // Lines this many floats apart fall into two sets of eight lines (the sets of a first cache repeat after 4 KB, 1024 floats).
    private const int WorstPitch = 512;
    private const int Gap = 48;

    public static bool AreNeeded(nint image) => image % WorstPitch == 0;

    public static float* Create(float* images, int batch, nint image, out nint pitch)
    {
        pitch = image + Gap;
        float* copy = Scratch.Get(ScratchSlot.Temporary, batch * (long)pitch);
        int grain = (int)Math.Clamp(64 * 1024 / image, 1, batch);
        WorkerPool.For(batch, grain, new CopyBody(images, image, copy, pitch));
        return copy;
    }

    private readonly struct CopyBody(float* from, nint image, float* to, nint pitch) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            nint bytes = image * sizeof(float);
            for (int i = start; i < end; i++) Buffer.MemoryCopy(from + i * image, to + i * pitch, bytes, bytes);
        }
    }
}
