using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x·relu6(x + 3) / 6. Howard et al. 2019, section 5.2.</summary>
internal readonly struct HardSiluFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        x * SimdMath.ReLU6(x + TSimd.Splat(3f)) * TSimd.Splat(1f / 6f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd three = TSimd.Splat(3f);
        TSimd inside = (x + x + three) * TSimd.Splat(1f / 6f);
        return TSimd.Select(TSimd.GreaterThan(x, three), TSimd.Splat(1f), TSimd.GreaterThan(x, -three) & inside);
    }
}
