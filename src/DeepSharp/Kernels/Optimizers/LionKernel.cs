using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Lion (Chen et al. 2023, algorithm 2): w -= rate·sign(β₁·m + (1 - β₁)g), then m = β₂·m + (1 - β₂)g.</summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class LionKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        float rate,
        double beta1,
        double beta2,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, means);
        fixed (float* w = weights, g = gradients, m = means)
        {
            WeightSweep.Run(new Lion(w, m, -rate, beta1, beta2, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Lion(float* w, float* m, float minusRate, double beta1, double beta2, float minusDecay) : IWeightUpdate
    {
        // Subtracted before they are rounded: 1 - 0.99f is 0.00999999.
        private readonly float _beta1 = (float)beta1, _oneMinusBeta1 = (float)(1 - beta1);
        private readonly float _beta2 = (float)beta2, _oneMinusBeta2 = (float)(1 - beta2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd mean = TSimd.Load(m + i);
            TSimd direction = TSimd.MultiplyAdd(mean, TSimd.Splat(_beta1), gradient * TSimd.Splat(_oneMinusBeta1));
            TSimd next = TSimd.MultiplyAdd(mean, TSimd.Splat(_beta2), gradient * TSimd.Splat(_oneMinusBeta2));
            TSimd.Store(TSimd.Flush(next), m + i);
            WeightDecay.Step(w + i, Sign.Of(direction), TSimd.Splat(minusRate), minusDecay);
        }
    }
}
