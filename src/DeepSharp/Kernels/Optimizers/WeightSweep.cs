using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Runs an <see cref="IWeightUpdate"/> over all values of a parameter: one pass, whatever the number of slots.</summary>
internal static unsafe class WeightSweep
{
    // Multiples of every register width, so that where a vector body ends does not depend on the number of threads.
    private const int Grain = 16 * 1024;
    private const int SerialLength = 4 * Grain;

    /// <summary>Calls the update for all lanes, with the gradients as the rule makes them.</summary>
    /// <param name="update">What is done.</param>
    /// <param name="gradients">What it is done with.</param>
    /// <param name="rule">How gradients are read, and where they are known to be zero.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="keepsWithoutGradient">
    /// Whether the update changes nothing where the gradient is zero, so that it is left out there.
    /// </param>
    public static void Run<TUpdate>(TUpdate update, float* gradients, GradientRule rule, int length, bool keepsWithoutGradient = false)
        where TUpdate : unmanaged, IWeightUpdate
    {
        if (rule.IsPlain) Run(update, new PlainSource(gradients), rule.Touched, length, keepsWithoutGradient);
        else Run(update, new AdjustedSource(gradients, rule), rule.Touched, length, keepsWithoutGradient);
    }

    private static void Run<TUpdate, TSource>(TUpdate update, TSource gradients, TouchedBlocks? touched, int length, bool leavesOut)
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        int grain = length < SerialLength ? SerialLength : Grain;
        if (touched is null || !(leavesOut || touched.AreFew))
        {
            WorkerPool.For(length, grain, new Body<TUpdate, TSource>(update, gradients));
            return;
        }

        fixed (ulong* bits = touched.Bits)
        {
            WorkerPool.For(length, grain, new TouchedBody<TUpdate, TSource>(update, gradients, bits, touched.Bits.Length, leavesOut));
        }
    }

    private readonly struct Body<TUpdate, TSource>(TUpdate update, TSource gradients) : IRangeBody
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        public void Invoke(int start, int end) => Sweep(update, gradients, start, end);
    }

    // The same bits where gradients outside of touched blocks are zero: those are not read.
    private readonly struct TouchedBody<TUpdate, TSource>(TUpdate update, TSource gradients, ulong* bits, int words, bool leavesOut)
        : IRangeBody
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        public void Invoke(int start, int end)
        {
            var runs = new TouchedBlocks.Runs(new ReadOnlySpan<ulong>(bits, words), start, end);
            int done = start;
            while (runs.Next(out int from, out int to))
            {
                if (!leavesOut) Sweep(update, default(ZeroSource), done, from);
                Sweep(update, gradients, from, to);
                done = to;
            }

            if (!leavesOut) Sweep(update, default(ZeroSource), done, end);
        }
    }

    private static void Sweep<TUpdate, TSource>(TUpdate update, TSource gradients, int start, int end)
        where TUpdate : unmanaged, IWeightUpdate
        where TSource : unmanaged, IValueSource
    {
        if (start < end && F512.IsSupported) start = Sweep<F512, TUpdate, TSource>(update, gradients, start, end);
        if (start < end && F256.IsSupported) start = Sweep<F256, TUpdate, TSource>(update, gradients, start, end);
        if (start < end && F128.IsSupported) start = Sweep<F128, TUpdate, TSource>(update, gradients, start, end);
        if (start < end) Sweep<F1, TUpdate, TSource>(update, gradients, start, end);
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
