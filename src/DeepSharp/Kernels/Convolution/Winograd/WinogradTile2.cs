using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>F(2, 3): two outputs from four inputs with the points 0, 1, -1 and ∞. As exact as the sums of the definition.</summary>
internal readonly unsafe struct WinogradTile2 : IWinogradTile
{
    public static int Outputs => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd d0 = TSimd.Load(from), d1 = TSimd.Load(from + fromStride);
        TSimd d2 = TSimd.Load(from + 2 * fromStride), d3 = TSimd.Load(from + 3 * fromStride);
        TSimd.Store(d0 - d2, to);
        TSimd.Store(d1 + d2, to + toStride);
        TSimd.Store(d2 - d1, to + 2 * toStride);
        TSimd.Store(d3 - d1, to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd g0 = TSimd.Load(from), g1 = TSimd.Load(from + fromStride), g2 = TSimd.Load(from + 2 * fromStride);
        TSimd half = TSimd.Splat(0.5f), even = (g0 + g2) * half, odd = g1 * half;
        TSimd.Store(g0, to);
        TSimd.Store(even + odd, to + toStride);
        TSimd.Store(even - odd, to + 2 * toStride);
        TSimd.Store(g2, to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSimd>(float* from, nint fromStride, float* to, nint toStride) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd m1 = TSimd.Load(from + fromStride), m2 = TSimd.Load(from + 2 * fromStride);
        TSimd.Store(TSimd.Load(from) + (m1 + m2), to);
        TSimd.Store(TSimd.Load(from + 3 * fromStride) + (m1 - m2), to + toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<TSimd>(float* from, nint fromStride, float* to, nint toStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd y0 = TSimd.Load(from), y1 = TSimd.Load(from + fromStride);
        TSimd.Store(y0, to);
        TSimd.Store(y0 + y1, to + toStride);
        TSimd.Store(y0 - y1, to + 2 * toStride);
        TSimd.Store(y1, to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KernelGradient<TSimd>(float* from, nint fromStride, float* to, nint toStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd m1 = TSimd.Load(from + fromStride), m2 = TSimd.Load(from + 2 * fromStride);
        TSimd half = TSimd.Splat(0.5f), even = (m1 + m2) * half, odd = (m1 - m2) * half;
        TSimd.Store(TSimd.Load(from) + even, to);
        TSimd.Store(odd, to + toStride);
        TSimd.Store(TSimd.Load(from + 3 * fromStride) + even, to + 2 * toStride);
    }
}
