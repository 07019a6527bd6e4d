using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Adafactor (Shazeer and Stern 2018, algorithm 4), as Keras has it, with β = 1 - t^decay and s = g² + ε₁. Rows r = β·r + (1 - β)·mean(s)
/// and columns c likewise make v = r/mean(r)·c; without rows v = β·v + (1 - β)·s. Then u = g/√v, and
/// w -= min(rate, 1/√t)·max(ε₂, rms(w))·u/max(1, rms(u)/threshold).
/// </summary>
internal static unsafe class AdafactorKernel
{
    /// <summary>For a weight with a mean of squares for each value.</summary>
    public static void Step(
        Span<float> weights, ReadOnlySpan<float> gradients, Span<float> squares, float rate, long step, in AdafactorOptions options)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, squares);
        if (weights.IsEmpty) return;
        (float kept, float share) = Shares(step, options);
        fixed (float* g = gradients, v = squares)
        {
            WeightSweep.Run(new Mean(v, kept, share, options.Epsilon1), g, default, weights.Length);
        }

        Descend(weights, gradients, squares, rate, step, options);
    }

    /// <summary>For a weight (outer, rows, columns) with means for rows and columns.</summary>
    /// <param name="weights">Read and written.</param>
    /// <param name="gradients">As many.</param>
    /// <param name="rowMeans">(outer, rows)</param>
    /// <param name="columnMeans">(outer, columns)</param>
    /// <param name="squares">Overwritten with what the means make of it.</param>
    /// <param name="rows">Length of the last axis but one.</param>
    /// <param name="columns">Length of the last axis.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">1 in the first step.</param>
    /// <param name="options">The parameters.</param>
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> rowMeans,
        Span<float> columnMeans,
        Span<float> squares,
        int rows,
        int columns,
        float rate,
        long step,
        in AdafactorOptions options)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, squares);
        if (weights.IsEmpty) return;
        int outer = weights.Length / rows / columns;
        KernelGuard.Exactly(rowMeans, (long)outer * rows);
        KernelGuard.Exactly(columnMeans, (long)outer * columns);
        (float kept, float share) = Shares(step, options);
        fixed (float* g = gradients, v = squares)
        {
            WeightSweep.Run(new Mean(v, 0f, 1f, options.Epsilon1), g, default, weights.Length);
        }

        TensorPrimitives.Multiply(rowMeans, kept, rowMeans);
        TensorPrimitives.Multiply(columnMeans, kept, columnMeans);
        ReductionKernels.SumAxis(squares, outer * rows, columns, 1, rowMeans, share / columns, accumulate: true);
        ReductionKernels.SumAxis(squares, outer, rows, columns, columnMeans, share / rows, accumulate: true);
        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<float> r = rowMeans.Slice(o * rows, rows), c = columnMeans.Slice(o * columns, columns);
            float mean = ReductionKernels.Sum(r) / rows;
            for (int i = 0; i < rows; i++) TensorPrimitives.Multiply(c, r[i] / mean, squares.Slice((o * rows + i) * columns, columns));
        }

        Descend(weights, gradients, squares, rate, step, options);
    }

    private static void Descend(
        Span<float> weights, ReadOnlySpan<float> gradients, Span<float> squares, float rate, long step, in AdafactorOptions options)
    {
        float* updates = Scratch.Get(ScratchSlot.Temporary, weights.Length);
        fixed (float* w = weights, g = gradients, v = squares)
        {
            WeightSweep.Run(new Direction(updates, v), g, default, weights.Length);
            double size = Math.Min(rate, 1 / Math.Sqrt(step)) * Math.Max(options.Epsilon2, RootMeanSquare(weights));
            double clip = Math.Max(1, RootMeanSquare(new ReadOnlySpan<float>(updates, weights.Length)) / options.ClipThreshold);
            WeightSweep.Run(new AddScaled(w, (float)(-size / clip)), updates, default, weights.Length);
        }
    }

    // Not 1 - kept of the rounded one, which has fewer digits the later the step.
    private static (float Kept, float Share) Shares(long step, in AdafactorOptions options)
    {
        double share = Math.Pow(step, options.Beta2Decay);
        return ((float)(1 - share), (float)share);
    }

    private static double RootMeanSquare(ReadOnlySpan<float> values) =>
        Math.Sqrt(FunctionSums.Run(values, default(SquareFunction)) / values.Length);

    private readonly struct Mean(float* v, float kept, float share, float epsilon) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd square = TSimd.MultiplyAdd(gradient, gradient, TSimd.Splat(epsilon));
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(v + i), TSimd.Splat(kept), square * TSimd.Splat(share)), v + i);
        }
    }

    private readonly struct Direction(float* updates, float* v) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd> =>
            TSimd.Store(gradient / TSimd.Sqrt(TSimd.Load(v + i)), updates + i);
    }
}
