using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Runs an <see cref="IWeightUpdate"/> over all values of a parameter: one pass, whatever the number of slots.</summary>
internal static class WeightSweep
{
    // Multiples of every register width, so that where a vector body ends does not depend on the number of threads.
    private const int Grain = 16 * 1024;
    private const int SerialLength = 4 * Grain;

    public static void Run<TUpdate>(TUpdate update, int length) where TUpdate : unmanaged, IWeightUpdate =>
        WorkerPool.For(length, length < SerialLength ? SerialLength : Grain, new Body<TUpdate>(update));

    private readonly struct Body<TUpdate>(TUpdate update) : IRangeBody where TUpdate : unmanaged, IWeightUpdate
    {
        public void Invoke(int start, int end)
        {
            if (F512.IsSupported) start = Sweep<F512, TUpdate>(update, start, end);
            if (F256.IsSupported) start = Sweep<F256, TUpdate>(update, start, end);
            if (F128.IsSupported) start = Sweep<F128, TUpdate>(update, start, end);
            Sweep<F1, TUpdate>(update, start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Sweep<TSimd, TUpdate>(TUpdate update, int i, int end)
        where TSimd : unmanaged, ISimd<TSimd>
        where TUpdate : unmanaged, IWeightUpdate
    {
        for (; i + TSimd.Width <= end; i += TSimd.Width) update.Apply<TSimd>(i);
        return i;
    }
}
