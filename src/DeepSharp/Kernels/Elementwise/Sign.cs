using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The sign of a number: -1, 0 or 1; NaN stays NaN.</summary>
internal static class Sign
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Of<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd below = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, x), -one, x);
        return TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), one, below);
    }
}
