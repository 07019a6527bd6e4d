using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>What happens to finished sums while they are in the first cache: bias, activation, and the way out of an edge tile.</summary>
internal static unsafe class TileEpilogue
{
    /// <summary>Adds the bias (null for none) and applies the activation in place, to two whole registers of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void InPlace<TSimd>(float* values, int rows, nint stride, float* bias, FusedActivation activation)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        TSimd bias0 = bias == null ? TSimd.Zero : TSimd.Load(bias), bias1 = bias == null ? TSimd.Zero : TSimd.Load(bias + width);
        TSimd least = TSimd.Splat(FusedActivations.Least(activation)), largest = TSimd.Splat(FusedActivations.Largest(activation));
        for (int r = 0; r < rows; r++, values += stride)
        {
            TSimd.Store(TSimd.Flush(TSimd.Clamp(TSimd.Load(values) + bias0, least, largest)), values);
            TSimd.Store(TSimd.Flush(TSimd.Clamp(TSimd.Load(values + width) + bias1, least, largest)), values + width);
        }
    }

    /// <summary>Adds the bias (null for none) and applies the activation in place, to whole pixels side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WholePixels<TSimd>(float* values, nint pixels, int columns, float* bias, FusedActivation activation)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        for (; pixels > 0; pixels--, values += columns)
        {
            int j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width) Move<TSimd>(values, values, j, bias, activation, accumulate: false);
            for (; j < columns; j++) Move<F1>(values, values, j, bias, activation, accumulate: false);
        }
    }

    /// <summary>Moves the columns that exist from an edge tile to the target, with bias and activation, or adds them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CopyOut<TSimd>(
        float* tile, float* target, nint targetStride, int rows, int columns, float* bias, FusedActivation activation, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int tileStride = RegisterTile.Columns<TSimd>();
        for (int r = 0; r < rows; r++, tile += tileStride, target += targetStride)
        {
            int j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width) Move<TSimd>(tile, target, j, bias, activation, accumulate);
            for (; j < columns; j++) Move<F1>(tile, target, j, bias, activation, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<TSimd>(float* tile, float* target, int j, float* bias, FusedActivation activation, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd value = TSimd.Load(tile + j);
        if (bias != null) value += TSimd.Load(bias + j);
        value = FusedActivations.Apply(activation, value);
        if (accumulate) value += TSimd.Load(target + j);
        TSimd.Store(TSimd.Flush(value), target + j);
    }

    /// <summary>Writes zeros to <paramref name="columns"/> of each row.</summary>
    public static void Clear(float* values, int rows, nint stride, int columns)
    {
        for (int r = 0; r < rows; r++, values += stride) new Span<float>(values, columns).Clear();
    }
}
