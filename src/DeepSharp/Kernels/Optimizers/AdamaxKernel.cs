using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Adamax (Kingma and Ba 2015, algorithm 2): m += (g - m)(1 - β₁), u = max(β₂·u, |g|), w -= m·rate/((1 - β₁ᵗ)(u + ε)).
/// </summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class AdamaxKernel
{
    /// <summary>rate/(1 - β₁ᵗ) for step t = 1, 2, …</summary>
    public static float CorrectedRate(float rate, double beta1, long step) => (float)(rate / (1 - Math.Pow(beta1, step)));

    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> norms,
        float correctedRate,
        double beta1,
        double beta2,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, means);
        KernelGuard.SameLength(weights, norms);
        fixed (float* w = weights, g = gradients, m = means, u = norms)
        {
            WeightSweep.Run(
                new Adamax(w, m, u, -correctedRate, (float)(1 - beta1), (float)beta2, epsilon, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Adamax(
        float* w, float* m, float* u, float minusRate, float oneMinusBeta1, float beta2, float epsilon, float minusDecay)
        : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd mean = RunningMean.Next(TSimd.Load(m + i), gradient, oneMinusBeta1);
            TSimd.Store(mean, m + i);
            TSimd norm = TSimd.Max(TSimd.Load(u + i) * TSimd.Splat(beta2), TSimd.Abs(gradient));
            norm = TSimd.AtLeast(norm, TSimd.Splat(Vanishing.LeastSquare));
            TSimd.Store(norm, u + i);
            WeightDecay.Step(w + i, mean, TSimd.Splat(minusRate) / (norm + TSimd.Splat(epsilon)), minusDecay);
        }
    }
}
