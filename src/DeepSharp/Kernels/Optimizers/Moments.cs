using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The running means that Adam and its kin keep: m += (g - m)(1 - β₁), v += (g² - v)(1 - β₂).</summary>
/// <remarks>No mean becomes subnormal: the first is 0 from there on, the second stays at 2⁻¹²⁰.</remarks>
internal readonly unsafe struct Moments(float* m, float* v, float oneMinusBeta1, float oneMinusBeta2)
{
    private readonly MeanSquare _meanSquare = new(oneMinusBeta2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TSimd>(nint i, TSimd gradient, out TSimd mean, out TSimd variance) where TSimd : unmanaged, ISimd<TSimd>
    {
        mean = RunningMean.Next(TSimd.Load(m + i), gradient, oneMinusBeta1);
        variance = _meanSquare.Next(TSimd.Load(v + i), gradient);
        TSimd.Store(mean, m + i);
        TSimd.Store(variance, v + i);
    }
}
