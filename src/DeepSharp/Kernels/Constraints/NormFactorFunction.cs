using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Of the square of a norm n, what weights are multiplied by: (rate·clip(n, least, most) + (1 - rate)·n) / (1e-7 + n), as in Keras.
/// </summary>
internal readonly struct NormFactorFunction(float least, float most, float rate) : IUnaryFunction
{
    private const float Epsilon = 1e-7f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd norm = TSimd.Sqrt(x);
        TSimd wanted = TSimd.Min(TSimd.Max(norm, TSimd.Splat(least)), TSimd.Splat(most));
        TSimd next = TSimd.MultiplyAdd(wanted - norm, TSimd.Splat(rate), norm);
        return (rate == 1f ? wanted : next) / (TSimd.Splat(Epsilon) + norm);
    }
}
