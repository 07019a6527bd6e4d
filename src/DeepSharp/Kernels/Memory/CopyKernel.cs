namespace DeepSharp.Kernels;

/// <summary>Copies values, shared out among the threads that will work on the copy.</summary>
internal static unsafe class CopyKernel
{
    private const int Grain = 16384;

    /// <summary>y = x</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        KernelGuard.SameLength(x, y);
        fixed (float* from = x, to = y) WorkerPool.For(x.Length, Grain, new Body(from, to));
    }

    private readonly struct Body(float* from, float* to) : IRangeBody
    {
        public void Invoke(int start, int end) =>
            new ReadOnlySpan<float>(from + start, end - start).CopyTo(new Span<float>(to + start, end - start));
    }
}
