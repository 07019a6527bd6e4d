using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>max(1 - t·p, 0)² for targets -1 and 1.</summary>
internal readonly struct SquaredHingeError : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd lacking = default(HingeError).Value(target, prediction);
        return lacking * lacking;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd lacking = default(HingeError).Value(target, prediction);
        return TSimd.Splat(-2f) * lacking * target;
    }
}
