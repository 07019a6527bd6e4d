using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>log cosh e = |e| + log(1 + e^(-2|e|)) - log 2, finite for every error e = p - t. Its derivative is tanh e.</summary>
internal readonly struct LogCoshError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd error = TSimd.Abs(prediction - target);
        return error + SimdMath.Softplus(TSimd.Splat(-2f) * error) - TSimd.Splat(0.69314718056f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> =>
        SimdMath.Tanh(prediction - target);
}
