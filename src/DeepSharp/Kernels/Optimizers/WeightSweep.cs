using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Runs an <see cref="IWeightUpdate"/> over all values of a parameter: one pass, whatever the number of slots.</summary>
internal static unsafe class WeightSweep
{
    // Multiples of every register width, so that where a vector body ends does not depend on the number of threads.
    private const int Grain = 16 * 1024;
    private const int SerialLength = 4 * Grain;

    /// <summary>Calls the update for all lanes, with the gradients as the rule makes them.</summary>
    public static void Run<TUpdate>(TUpdate update, float* gradients, GradientRule rule, int length)
        where TUpdate : unmanaged, IWeightUpdate
    {
        if (rule.IsPlain) Run(update, new PlainSource(gradients), length);
        else Run(update, new AdjustedSource(gradients, rule), length);
    }

    private static void Run<TUpdate, TSource>(TUpdate update, TSource gradients, int length)
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource =>
        WorkerPool.For(length, length < SerialLength ? SerialLength : Grain, new Body<TUpdate, TSource>(update, gradients));

    private readonly struct Body<TUpdate, TSource>(TUpdate update, TSource gradients) : IRangeBody
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        public void Invoke(int start, int end)
        {
            if (F512.IsSupported) start = Sweep<F512, TUpdate, TSource>(update, gradients, start, end);
            if (F256.IsSupported) start = Sweep<F256, TUpdate, TSource>(update, gradients, start, end);
            if (F128.IsSupported) start = Sweep<F128, TUpdate, TSource>(update, gradients, start, end);
            Sweep<F1, TUpdate, TSource>(update, gradients, start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Sweep<TSimd, TUpdate, TSource>(TUpdate update, TSource gradients, int i, int end)
        where TSimd : unmanaged, ISimd<TSimd>
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        // Tested at its end: the JIT keeps what does not change out of a loop only if it need not turn it round first, and it turns round
        // small ones alone. A step of momentum on 2¹⁸ weights takes 40 us so and 56 with the test in front.
        if (i + TSimd.Width > end) return i;
        do
        {
            update.Apply(i, gradients.Load<TSimd>(i));
            i += TSimd.Width;
        }
        while (i + TSimd.Width <= end);
        return i;
    }
}
