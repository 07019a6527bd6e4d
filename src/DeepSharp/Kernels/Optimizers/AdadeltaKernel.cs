using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Adadelta (Zeiler 2012, algorithm 1), with a rate in front as in Keras: a = ρ·a + (1 - ρ)g², d = -g·√(b + ε)/√(a + ε),
/// b = ρ·b + (1 - ρ)d², w += rate·d.
/// </summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class AdadeltaKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> squares,
        Span<float> squaredSteps,
        float rate,
        double rho,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, squares);
        KernelGuard.SameLength(weights, squaredSteps);
        fixed (float* w = weights, g = gradients, a = squares, b = squaredSteps)
        {
            WeightSweep.Run(new Adadelta(w, a, b, -rate, new MeanSquare((float)(1 - rho)), epsilon, -decay), g, rule, weights.Length);
        }
    }

    private readonly struct Adadelta(
        float* w, float* a, float* b, float minusRate, MeanSquare meanSquare, float epsilon, float minusDecay)
        : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd squares = Mixed(a + i, gradient);
            TSimd steps = TSimd.Load(b + i);
            TSimd step = gradient * TSimd.Sqrt(steps + TSimd.Splat(epsilon)) / TSimd.Sqrt(squares + TSimd.Splat(epsilon));
            Mixed(b + i, step);
            WeightDecay.Step(w + i, step, TSimd.Splat(minusRate), minusDecay);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TSimd Mixed<TSimd>(float* mean, TSimd value) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd mixed = meanSquare.Next(TSimd.Load(mean), value);
            TSimd.Store(mixed, mean);
            return mixed;
        }
    }
}
