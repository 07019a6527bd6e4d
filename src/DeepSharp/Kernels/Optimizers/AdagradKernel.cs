using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Adagrad (Duchi, Hazan and Singer 2011), as in Keras: a += g², w -= rate·g/√(a + ε).</summary>
/// <remarks>
/// <c>decay</c> is rate · weight decay, 0 for none: the weight is first multiplied by 1 - decay. The rule scales and clips the gradient.
/// </remarks>
internal static unsafe class AdagradKernel
{
    public static void Step(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> squares,
        float rate,
        float epsilon,
        float decay = 0f,
        GradientRule rule = default)
    {
        KernelGuard.SameLength(weights, gradients);
        KernelGuard.SameLength(weights, squares);
        fixed (float* w = weights, g = gradients, a = squares)
        {
            WeightSweep.Run(new Adagrad(w, a, -rate, epsilon, -decay), g, rule, weights.Length, keepsWithoutGradient: decay == 0f);
        }
    }

    private readonly struct Adagrad(float* w, float* a, float minusRate, float epsilon, float minusDecay) : IWeightUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(nint i, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd squares = MeanSquare.Add(TSimd.Load(a + i), gradient);
            TSimd.Store(squares, a + i);
            WeightDecay.Step(w + i, gradient, TSimd.Splat(minusRate) / TSimd.Sqrt(squares + TSimd.Splat(epsilon)), minusDecay);
        }
    }
}
