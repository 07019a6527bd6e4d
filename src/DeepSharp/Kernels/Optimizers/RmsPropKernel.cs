using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012), one pass over weight, gradient and slots, as in Keras: v += (g² - v)(1 - ρ), w -= rate·g/√(v + ε),
/// with ε inside the root.
/// </summary>
/// <remarks>
/// <para>Centered, the square of the mean gradient a is taken off: a += (g - a)(1 - ρ), and the root is that of v - a² + ε. With momentum
/// b = momentum·b + rate·g/√(...), and w -= b. An empty span of means or of steps leaves that part out.</para>
/// <para><c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the
/// gradient.</para>
/// </remarks>
internal static unsafe class RmsPropKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> velocities,
        Span<float> means,
        Span<float> steps,
        float rate,
        double rho,
        float momentum,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, velocities);
        if (!means.IsEmpty) KernelGuard.SameLength(weights, means);
        if (!steps.IsEmpty) KernelGuard.SameLength(weights, steps);
        fixed (float* w = weights, g = gradients, v = velocities, a = means, b = steps)
        {
            float share = (float)(1 - rho);
            int length = weights.Length;
            var plain = new PlainDivisor(v, new MeanSquare(share), epsilon);
            var centered = new CenteredDivisor(v, a, new MeanSquare(share), share, epsilon);
            if (a != null && b != null)
            {
                WeightSweep.Run(new Momentum<CenteredDivisor>(w, centered, b, rate, momentum, -decay), g, rule, length);
            }
            else if (a != null)
            {
                WeightSweep.Run(new Plain<CenteredDivisor>(w, centered, -rate, -decay), g, rule, length);
            }
            else if (b != null)
            {
                WeightSweep.Run(new Momentum<PlainDivisor>(w, plain, b, rate, momentum, -decay), g, rule, length);
            }
            else
            {
                WeightSweep.Run(new Plain<PlainDivisor>(w, plain, -rate, -decay), g, rule, length);
            }
        }
    }

    /// <summary>Brings the means up to date and gives the root that the gradient is divided by.</summary>
    private interface IDivisor
    {
        TSimd Update<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>;
    }

    private readonly struct PlainDivisor(float* v, MeanSquare meanSquare, float epsilon) : IDivisor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Update<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd velocity = meanSquare.Next(TSimd.Load(v + i), gradient);
            TSimd.Store(velocity, v + i);
            return TSimd.Sqrt(velocity + TSimd.Splat(epsilon));
        }
    }

    private readonly struct CenteredDivisor(float* v, float* a, MeanSquare meanSquare, float oneMinusRho, float epsilon) : IDivisor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSimd Update<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd velocity = meanSquare.Next(TSimd.Load(v + i), gradient);
            TSimd mean = RunningMean.Next(TSimd.Load(a + i), gradient, oneMinusRho);
            TSimd.Store(velocity, v + i);
            TSimd.Store(mean, a + i);

            // Where both are large and nearly equal, rounding may leave less than nothing.
            TSimd variance = TSimd.Max(TSimd.MultiplyAdd(-mean, mean, velocity), TSimd.Zero);
            return TSimd.Sqrt(variance + TSimd.Splat(epsilon));
        }
    }

    private readonly struct Plain<TDivisor>(float* w, TDivisor divisor, float minusRate, float minusDecay) : IWeightUpdate
        where TDivisor : unmanaged, IDivisor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            WeightDecay.Step(w + i, gradient, TSimd.Splat(minusRate) / divisor.Update(i, gradient), minusDecay);
        }
    }

    private readonly struct Momentum<TDivisor>(float* w, TDivisor divisor, float* b, float rate, float momentum, float minusDecay)
        : IWeightUpdate
        where TDivisor : unmanaged, IDivisor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd step = gradient * TSimd.Splat(rate) / divisor.Update(i, gradient);
            step = TSimd.Flush(TSimd.MultiplyAdd(TSimd.Load(b + i), TSimd.Splat(momentum), step));
            TSimd.Store(step, b + i);
            TSimd.Store(WeightDecay.Load<TSimd>(w + i, minusDecay) - step, w + i);
        }
    }
}
