namespace DeepSharp.Kernels;

/// <summary>Copies long stretches of memory on all threads.</summary>
internal static unsafe class CopyKernel
{
    private const int Grain = 65536;

    /// <summary>target = source; they do not overlap.</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        KernelGuard.SameLength(source, target);
        fixed (float* from = source)
        fixed (float* to = target) WorkerPool.For(source.Length, Grain, new Body(from, to));
    }

    private readonly struct Body(float* from, float* to) : IRangeBody
    {
        public void Invoke(int start, int end) =>
            new ReadOnlySpan<float>(from + start, end - start).CopyTo(new Span<float>(to + start, end - start));
    }
}
