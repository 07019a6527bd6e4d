using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(a, b) = 1 where a or b is not 0, else 0.</summary>
internal readonly struct LogicalOrFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.Equal(a, TSimd.Zero), TSimd.Select(TSimd.Equal(b, TSimd.Zero), TSimd.Zero, TSimd.Splat(1f)), TSimd.Splat(1f));
}
