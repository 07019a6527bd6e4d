using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>(p - t)²</summary>
internal readonly struct SquaredError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd error = prediction - target;
        return error * error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd error = prediction - target;
        return error + error;
    }
}
