using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// f(x, m) = m·(x − α') + shift: where the mask m is 0 the value of dropped units, and of others m·x and what keeps mean and variance.
/// </summary>
internal readonly struct AlphaDropoutFunction(float saturation, float shift) : IBinaryFunction, IBinaryGradient
{
    /// <summary>α', what dropped values are before all are scaled.</summary>
    public float Saturation => saturation;

    /// <summary>What is added to all.</summary>
    public float Shift => shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(b, a - TSimd.Splat(saturation), TSimd.Splat(shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => a - TSimd.Splat(saturation);
}
