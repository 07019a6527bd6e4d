using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = scale·a + b.</summary>
internal readonly struct AddScaledFunction(float scale) : IBinaryFunction
{
    /// <summary>What the right operand is multiplied by.</summary>
    public float Scale => scale;

    // Two roundings on purpose: the tail and the body agree with or without an instruction that fuses them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(scale) * a + b;
}
