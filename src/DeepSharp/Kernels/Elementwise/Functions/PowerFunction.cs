using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = aᵇ.</summary>
internal readonly struct PowerFunction : IBinaryFunction, IBinaryGradient
{
    public static bool MayVanish => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Pow(a, b);

    // b·aᵇ⁻¹, which is 0 for b = 0, also where aᵇ⁻¹ is infinite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.Equal(b, TSimd.Zero), TSimd.Zero, b * TSimd.Pow(a, b - TSimd.Splat(1f)));

    // y·log(a); 0 for a ≤ 0, where log(a) is no number, as in TensorFlow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(a, TSimd.Zero), y * SimdMath.Log(a), TSimd.Zero);
}
