using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>What is done with gradients, and with weights after a step, by the options that all optimizers share.</summary>
internal static unsafe class GradientKernels
{
    /// <summary>target = the gradient as the rule makes it.</summary>
    public static void Adjust(ReadOnlySpan<float> gradients, GradientRule rule, Span<float> target)
    {
        KernelGuard.SameLength(gradients, target);
        fixed (float* g = gradients, t = target) WeightSweep.Run(new Write(t), g, rule, target.Length);
    }

    /// <summary>sums += scale·g; null for a scale of 1.</summary>
    public static void Accumulate(ReadOnlySpan<float> gradients, Span<float> sums, float? scale = null, TouchedBlocks? touched = null)
    {
        KernelGuard.SameLength(gradients, sums);
        var rule = new GradientRule(scale) { Touched = touched };
        fixed (float* g = gradients, s = sums) WeightSweep.Run(new Sum(s), g, rule, sums.Length, keepsWithoutGradient: true);
    }

    /// <summary>averages += (w - averages)(1 - momentum)</summary>
    public static void UpdateAverage(ReadOnlySpan<float> weights, Span<float> averages, double momentum)
    {
        KernelGuard.SameLength(weights, averages);
        fixed (float* w = weights, a = averages) WeightSweep.Run(new Average(a, (float)(1 - momentum)), w, default, averages.Length);
    }

    private readonly struct Write(float* target) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Store(gradient, target + i);
    }

    private readonly struct Sum(float* sums) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd> =>
            TSimd.Store(TSimd.Load(sums + i) + gradient, sums + i);
    }

    private readonly struct Average(float* averages, float share) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd weight) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd.Store(RunningMean.Next(TSimd.Load(averages + i), weight, share), averages + i);
        }
    }
}
