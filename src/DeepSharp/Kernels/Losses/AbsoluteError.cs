using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>|p - t|; its derivative is the sign, 0 where they are equal.</summary>
internal readonly struct AbsoluteError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Abs(prediction - target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd above = TSimd.GreaterThan(prediction, target) & one;
        TSimd below = TSimd.GreaterThan(target, prediction) & one;
        return above - below;
    }
}
