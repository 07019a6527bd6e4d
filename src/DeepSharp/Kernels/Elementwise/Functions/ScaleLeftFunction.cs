using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = scale·a: a copy of the left operand in the shape of both.</summary>
internal readonly struct ScaleLeftFunction(float scale) : IBinaryFunction
{
    /// <summary>What the left operand is multiplied by.</summary>
    public float Scale => scale;

    public static bool MayVanish => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(scale) * a;
}
