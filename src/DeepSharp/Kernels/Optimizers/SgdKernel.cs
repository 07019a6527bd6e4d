using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Stochastic gradient descent, plain and with momentum, in Keras's form: v = momentum·v - rate·g, then w += v; Nesterov's variant
/// looks ahead, w += momentum·v - rate·g.
/// </summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class SgdKernel
{
    public static void Step(
        Span<float> weights, ReadOnlySpan<float> gradients, float rate, float decay = 0f, GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        fixed (float* w = weights, g = gradients)
        {
            WeightSweep.Run(new Plain(w, -rate, -decay), g, rule, weights.Length, keepsWithoutGradient: decay == 0f);
        }
    }

    public static void StepMomentum(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> velocities,
        float rate,
        float momentum,
        bool nesterov,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, velocities);
        fixed (float* w = weights, g = gradients, v = velocities)
        {
            if (nesterov) WeightSweep.Run(new Nesterov(w, v, -rate, momentum, -decay), g, rule, weights.Length);
            else WeightSweep.Run(new Momentum(w, v, -rate, momentum, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Plain(float* w, float minusRate, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            WeightDecay.Step(w + i, gradient, TSimd.Splat(minusRate), minusDecay);
        }
    }

    private readonly struct Momentum(float* w, float* v, float minusRate, float momentum, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd step = gradient * TSimd.Splat(minusRate);
            TSimd velocity = TSimd.Flush(TSimd.MultiplyAdd(TSimd.Load(v + i), TSimd.Splat(momentum), step));
            TSimd.Store(velocity, v + i);
            TSimd.Store(WeightDecay.Load<TSimd>(w + i, minusDecay) + velocity, w + i);
        }
    }

    private readonly struct Nesterov(float* w, float* v, float minusRate, float momentum, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd step = gradient * TSimd.Splat(minusRate);
            TSimd velocity = TSimd.Flush(TSimd.MultiplyAdd(TSimd.Load(v + i), TSimd.Splat(momentum), step));
            TSimd.Store(velocity, v + i);
            TSimd ahead = TSimd.MultiplyAdd(velocity, TSimd.Splat(momentum), step);
            TSimd.Store(WeightDecay.Load<TSimd>(w + i, minusDecay) + ahead, w + i);
        }
    }
}
