using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Adds the bias to finished sums and applies the activation, while they are in cache.</summary>
internal static unsafe class MatMulEpilogue
{
    /// <summary>Works on a block of C; <paramref name="bias"/> starts at the block's first column and may be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Apply<TSimd>(float* c, nint rowStride, int rows, int columns, float* bias, FusedActivation activation)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        for (; rows > 0; rows--, c += rowStride)
        {
            int j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width) Finish<TSimd>(c + j, bias == null ? null : bias + j, activation);
            for (; j < columns; j++) Finish<F1>(c + j, bias == null ? null : bias + j, activation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TSimd>(float* c, float* bias, FusedActivation activation) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd value = TSimd.Load(c);
        if (bias != null) value += TSimd.Load(bias);
        value = FusedActivations.Apply(activation, value);
        TSimd.Store(TSimd.Flush(value), c);
    }
}
