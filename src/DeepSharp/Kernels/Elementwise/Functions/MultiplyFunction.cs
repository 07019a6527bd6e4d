using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = a·b.</summary>
internal readonly struct MultiplyFunction : IBinaryFunction, IBinaryGradient
{
    public static bool MayVanish => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => a;
}
