using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Adam and AMSGrad, one pass over weight, gradient and moments.
/// </summary>
/// <remarks>
/// <para>Kingma and Ba 2015, algorithm 1, with the bias correction folded into the rate (section 2), as in Keras: ε is added to √v before
/// the correction. m += (g - m)(1 - β₁), v += (g² - v)(1 - β₂), w -= m·<see cref="CorrectedRate"/>/(√v + ε).</para>
/// <para>AMSGrad (Reddi, Kale and Kumar 2018) divides by the largest v so far.</para>
/// <para><c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay (AdamW).
/// The rule scales and clips the gradient.</para>
/// </remarks>
internal static unsafe class AdamKernel
{
    /// <summary>rate·√(1 - β₂ᵗ)/(1 - β₁ᵗ) for step t = 1, 2, …</summary>
    public static float CorrectedRate(float rate, double beta1, double beta2, long step) =>
        (float)(rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step)));

    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> variances,
        float correctedRate,
        double beta1,
        double beta2,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, means);
        KernelGuard.SameLength(weights, variances);
        fixed (float* w = weights, g = gradients, m = means, v = variances)
        {
            var moments = new Moments(m, v, (float)(1 - beta1), (float)(1 - beta2));
            WeightSweep.Run(new Adam(w, moments, -correctedRate, epsilon, -decay), g, rule, weights.Length);
        }
    }

    public static void StepAmsGrad(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> variances,
        Span<float> largestVariances,
        float correctedRate,
        double beta1,
        double beta2,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, means);
        KernelGuard.SameLength(weights, variances);
        KernelGuard.SameLength(weights, largestVariances);
        fixed (float* w = weights, g = gradients, m = means, v = variances, largest = largestVariances)
        {
            var moments = new Moments(m, v, (float)(1 - beta1), (float)(1 - beta2));
            WeightSweep.Run(new AmsGrad(w, moments, largest, -correctedRate, epsilon, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Adam(float* w, Moments moments, float minusRate, float epsilon, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            moments.Update(i, gradient, out TSimd mean, out TSimd variance);
            Descend(w + i, mean, variance, minusRate, epsilon, minusDecay);
        }
    }

    private readonly struct AmsGrad(float* w, Moments moments, float* largest, float minusRate, float epsilon, float minusDecay)
        : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            moments.Update(i, gradient, out TSimd mean, out TSimd variance);
            variance = TSimd.Max(TSimd.Load(largest + i), variance);
            TSimd.Store(variance, largest + i);
            Descend(w + i, mean, variance, minusRate, epsilon, minusDecay);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Descend<TSimd>(float* w, TSimd mean, TSimd variance, float minusRate, float epsilon, float minusDecay)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        WeightDecay.Step(w, mean, TSimd.Splat(minusRate) / (TSimd.Sqrt(variance) + TSimd.Splat(epsilon)), minusDecay);
    }
}
