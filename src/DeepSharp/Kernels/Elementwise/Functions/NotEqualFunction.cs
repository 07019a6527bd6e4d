using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = 1 where a ≠ b, else 0.</summary>
internal readonly struct NotEqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.Equal(a, b), TSimd.Zero, TSimd.Splat(1f));
}
