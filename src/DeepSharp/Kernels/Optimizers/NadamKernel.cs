using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Nadam (Dozat 2016, algorithm 8): Adam's means m and v, then w -= (meanRate·m + gradientRate·g)/(√(v·velocityScale) + ε).
/// </summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class NadamKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> variances,
        NadamRates rates,
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
            WeightSweep.Run(new Nadam(w, moments, rates, epsilon, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Nadam(float* w, Moments moments, NadamRates rates, float epsilon, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            moments.Update(i, gradient, out TSimd mean, out TSimd variance);
            TSimd ahead = TSimd.MultiplyAdd(mean, TSimd.Splat(rates.Mean), gradient * TSimd.Splat(rates.Gradient));
            TSimd root = TSimd.Sqrt(variance * TSimd.Splat(rates.Variance)) + TSimd.Splat(epsilon);
            TSimd.Store(WeightDecay.Load<TSimd>(w + i, minusDecay) - ahead / root, w + i);
        }
    }
}
