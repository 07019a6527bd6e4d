using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Follow the regularized leader, per coordinate (McMahan et al. 2013, algorithm 1), in Keras's form.
/// </summary>
/// <remarks>
/// <para>With p = -learningRatePower: a' = a + g², z += g + 2·shrinkage·w - (a'ᵖ - aᵖ)·w/rate,
/// w = (clip(z, ±l1) - z)/(a'ᵖ/rate + 2·l2 + β/rate).</para>
/// <para><c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the
/// gradient.</para>
/// </remarks>
internal static unsafe class FtrlKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> squares,
        Span<float> linears,
        FtrlOptions options,
        float rate,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, squares);
        KernelGuard.SameLength(weights, linears);
        fixed (float* w = weights, g = gradients, a = squares, z = linears)
        {
            WeightSweep.Run(new Ftrl(w, a, z, options, rate, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Ftrl(float* w, float* a, float* z, FtrlOptions options, float rate, float minusDecay) : IWeightUpdate
    {
        private readonly float _inverseRate = 1f / rate;
        private readonly float _shrinkage = 2 * options.Shrinkage;
        private readonly float _constant = 2 * options.L2 + options.Beta / rate;
        private readonly float _power = -options.LearningRatePower;
        private readonly float _l1 = options.L1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd weight = WeightDecay.Load<TSimd>(w + i, minusDecay);
            TSimd old = TSimd.Load(a + i), squares = MeanSquare.Add(old, gradient);
            TSimd root = Root(squares), inverseRate = TSimd.Splat(_inverseRate);
            TSimd linear = TSimd.Load(z + i) + TSimd.MultiplyAdd(weight, TSimd.Splat(_shrinkage), gradient);
            linear = TSimd.Flush(linear - (root - Root(old)) * inverseRate * weight);
            TSimd.Store(squares, a + i);
            TSimd.Store(linear, z + i);
            TSimd clipped = TSimd.Min(TSimd.Max(linear, TSimd.Splat(-_l1)), TSimd.Splat(_l1));
            TSimd.Store((clipped - linear) / TSimd.MultiplyAdd(root, inverseRate, TSimd.Splat(_constant)), w + i);
        }

        // The usual power is a root, for which there is an instruction.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TSimd Root<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
            _power == 0.5f ? TSimd.Sqrt(x) : TSimd.Pow(x, TSimd.Splat(_power));
    }
}
