using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = scale·a + b.</summary>
internal readonly struct AddScaledFunction(float scale) : IBinaryFunction, IBinaryGradient
{
    public static float ConstantRight => 1;

    /// <summary>What the right operand is multiplied by.</summary>
    public float Scale => scale;

    // Two roundings on purpose: the tail and the body agree with or without an instruction that fuses them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(scale) * a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(1f);
}
