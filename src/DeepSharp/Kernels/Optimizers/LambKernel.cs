using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Lamb (You et al. 2020, algorithm 2), as Keras has it: m += (g - m)(1 - β₁), v += (g² - v)(1 - β₂), u = m̂/(√v̂ + ε) with
/// m̂ = m/(1 - β₁ᵗ) and v̂ = v/(1 - β₂ᵗ), w -= rate·‖w‖/‖u‖·u, where a norm of 0 makes the ratio 1.
/// </summary>
internal static unsafe class LambKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> variances,
        float rate,
        double beta1,
        double beta2,
        float epsilon,
        long step)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, means);
        KernelGuard.SameLength(weights, variances);
        float* updates = Scratch.Get(ScratchSlot.Temporary, weights.Length);
        fixed (float* w = weights, g = gradients, m = means, v = variances)
        {
            var moments = new Moments(m, v, (float)(1 - beta1), (float)(1 - beta2));
            float meanScale = (float)(1 / (1 - Math.Pow(beta1, step))), varianceScale = (float)(1 / (1 - Math.Pow(beta2, step)));
            WeightSweep.Run(new Direction(updates, moments, meanScale, varianceScale, epsilon), g, default, weights.Length);
            double ratio = Ratio(Norm(weights), Norm(new ReadOnlySpan<float>(updates, weights.Length)));
            WeightSweep.Run(new AddScaled(w, (float)(-rate * ratio)), updates, default, weights.Length);
        }
    }

    private static double Norm(ReadOnlySpan<float> values) => Math.Sqrt(FunctionSums.Run(values, default(SquareFunction)));

    private static double Ratio(double weight, double update) => weight > 0 && update > 0 ? weight / update : 1;

    private readonly struct Direction(float* updates, Moments moments, float meanScale, float varianceScale, float epsilon) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            moments.Update(i, gradient, out TSimd mean, out TSimd variance);
            TSimd root = TSimd.Sqrt(variance * TSimd.Splat(varianceScale)) + TSimd.Splat(epsilon);
            TSimd.Store(mean * TSimd.Splat(meanScale) / root, updates + i);
        }
    }
}
