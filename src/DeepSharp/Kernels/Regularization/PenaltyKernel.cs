using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The penalty l1·Σ|w| + l2·Σw² of a weight, and its gradient l1·sign(w) + 2·l2·w.</summary>
internal static unsafe class PenaltyKernel
{
    /// <summary>l1·Σ|w| + l2·Σw²</summary>
    public static double Sum(ReadOnlySpan<float> weights, float l1, float l2)
    {
        double penalty = 0;
        if (l1 != 0) penalty += l1 * FunctionSums.Run(weights, default(AbsFunction));
        if (l2 != 0) penalty += l2 * FunctionSums.Run(weights, default(SquareFunction));
        return penalty;
    }

    /// <summary>gradient += l1·sign(w) + 2·l2·w</summary>
    public static void AccumulateGradient(ReadOnlySpan<float> weights, Span<float> gradient, float l1, float l2)
    {
        KernelGuard.SameLength(weights, gradient);
        fixed (float* w = weights, g = gradient)
        {
            if (l1 == 0) WeightSweep.Run(new Square(g, 2 * l2), w, default, weights.Length);
            else WeightSweep.Run(new Both(g, l1, 2 * l2), w, default, weights.Length);
        }
    }

    private readonly struct Square(float* g, float twice) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd weight) where TSimd : unmanaged, ISimd<TSimd> =>
            TSimd.Store(TSimd.MultiplyAdd(weight, TSimd.Splat(twice), TSimd.Load(g + i)), g + i);
    }

    private readonly struct Both(float* g, float l1, float twice) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd weight) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd gradient = TSimd.MultiplyAdd(weight, TSimd.Splat(twice), TSimd.Load(g + i));
            TSimd.Store(TSimd.MultiplyAdd(Sign.Of(weight), TSimd.Splat(l1), gradient), g + i);
        }
    }
}
