using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The running means that Adam and its kin keep: m += (g - m)(1 - β₁), v += (g² - v)(1 - β₂).</summary>
internal readonly unsafe struct Moments(float* m, float* v, float oneMinusBeta1, float oneMinusBeta2)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TSimd>(nint i, TSimd gradient, out TSimd mean, out TSimd variance) where TSimd : unmanaged, ISimd<TSimd>
    {
        mean = TSimd.Load(m + i);
        mean = TSimd.MultiplyAdd(gradient - mean, TSimd.Splat(oneMinusBeta1), mean);
        variance = TSimd.Load(v + i);
        variance = TSimd.MultiplyAdd(gradient * gradient - variance, TSimd.Splat(oneMinusBeta2), variance);
        TSimd.Store(mean, m + i);
        TSimd.Store(variance, v + i);
    }
}
