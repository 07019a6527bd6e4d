using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Schedule-free AdamW (Defazio et al. 2024, algorithm 1), one pass over weight, gradient, fast weights and mean of squares.
/// </summary>
/// <remarks>
/// v += (g² - v)(1 - β₂); z' = z - rate·g/(√(v/(1 - β₂ᵗ)) + ε); x = (y - (1 - β₁)·z)/β₁; x' = (1 - 1/t)·x + z'/t;
/// y = (1 - β₁)·z' + β₁·x', with y the weights. <c>decay</c> is rate · weight decay, taken off y first.
/// </remarks>
internal static unsafe class ScheduleFreeKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> fast,
        Span<float> variances,
        float rate,
        double beta1,
        double beta2,
        float epsilon,
        long step,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, fast);
        KernelGuard.SameLength(weights, variances);
        fixed (float* w = weights, g = gradients, z = fast, v = variances)
        {
            // y' = (1 - β₁)·z' + (1 - c)·(y - (1 - β₁)·z) + c·β₁·z', with c = 1/t.
            double c = 1.0 / step, toFast = 1 - beta1;
            var update = new Update(
                w, z, v, new MeanSquare((float)(1 - beta2)), -rate, (float)(1 / (1 - Math.Pow(beta2, step))), epsilon, (float)(1 - c),
                (float)toFast, (float)(toFast + c * beta1), -decay);
            WeightSweep.Run(update, g, rule, weights.Length);
        }
    }

    private readonly struct Update(
        float* w, float* z, float* v, MeanSquare meanSquare, float minusRate, float correction, float epsilon, float kept, float toFast,
        float toNewFast, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd variance = meanSquare.Next(TSimd.Load(v + i), gradient), old = TSimd.Load(z + i);
            TSimd size = TSimd.Sqrt(variance * TSimd.Splat(correction)) + TSimd.Splat(epsilon);
            TSimd next = TSimd.MultiplyAdd(gradient, TSimd.Splat(minusRate) / size, old);
            TSimd mean = WeightDecay.Load<TSimd>(w + i, minusDecay) - TSimd.Splat(toFast) * old;
            TSimd.Store(variance, v + i);
            TSimd.Store(TSimd.Flush(next), z + i);
            TSimd.Store(TSimd.Flush(TSimd.MultiplyAdd(next, TSimd.Splat(toNewFast), TSimd.Splat(kept) * mean)), w + i);
        }
    }
}
