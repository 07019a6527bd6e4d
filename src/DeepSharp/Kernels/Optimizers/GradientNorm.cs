using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The squared norm of gradients.</summary>
internal static class GradientNorm
{
    /// <summary>Σ x² of finite values, also where squares are beyond the range of floats.</summary>
    /// <param name="values">The gradient.</param>
    /// <param name="touched">Where it may be anything but zero; null for everywhere.</param>
    public static double SumOfSquares(ReadOnlySpan<float> values, TouchedBlocks? touched = null)
    {
        double sum = FunctionSums.Run(values, default(SquareFunction), touched);
        if (double.IsFinite(sum)) return sum;
        return FunctionSums.Run(values, default(ReducedSquare), touched) / ((double)ReducedSquare.Factor * ReducedSquare.Factor);
    }

    // 2,048 squares are summed as floats at most: (2¹²⁸·2⁻⁷²)²·2¹¹ is below 2¹²⁸. Next to such values those that vanish do not count.
    private readonly struct ReducedSquare : IUnaryFunction
    {
        public const float Factor = 1f / (1L << 36) / (1L << 36);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd reduced = x * TSimd.Splat(Factor);
            return reduced * reduced;
        }
    }
}
