using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// x' = (a0·x + a1·y + a2) / k, y' = (b0·x + b1·y + b2) / k with k = c0·x + c1·y + 1: eight numbers an image, in the order of
/// <c>keras.ops.image.affine_transform</c>.
/// </summary>
internal readonly unsafe struct ProjectiveMap(float* numbers) : IPixelMap
{
    /// <summary>Numbers of an image.</summary>
    public const int Count = 8;

    public void Row(int image, int row, int width, float* columns, float* rows)
    {
        float* n = numbers + (nint)image * Count;
        if (F512.IsSupported) Row<F512>(n, row, width, columns, rows);
        else if (F256.IsSupported) Row<F256>(n, row, width, columns, rows);
        else if (F128.IsSupported) Row<F128>(n, row, width, columns, rows);
        else Row<F1>(n, row, width, columns, rows);
    }

    // The first register counts 0, 1, 2, ...; each further one adds its width. What lies beyond the row is written too, see the caller.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Row<TSimd>(float* n, int row, int width, float* columns, float* rows) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* counts = stackalloc float[16];
        for (int i = 0; i < 16; i++) counts[i] = i;
        TSimd x = TSimd.Load(counts), step = TSimd.Splat(TSimd.Width);
        TSimd a0 = TSimd.Splat(n[0]), a = TSimd.Splat(n[1] * row + n[2]);
        TSimd b0 = TSimd.Splat(n[3]), b = TSimd.Splat(n[4] * row + n[5]);
        bool isAffine = n[6] == 0f && n[7] == 0f;
        TSimd c0 = TSimd.Splat(n[6]), c = TSimd.Splat(n[7] * row + 1f);
        for (int i = 0; i < width; i += TSimd.Width, x += step)
        {
            TSimd across = TSimd.MultiplyAdd(a0, x, a), down = TSimd.MultiplyAdd(b0, x, b);
            if (!isAffine)
            {
                TSimd scale = TSimd.MultiplyAdd(c0, x, c);
                (across, down) = (across / scale, down / scale);
            }

            TSimd.Store(across, columns + i);
            TSimd.Store(down, rows + i);
        }
    }
}
