using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Sums of consecutive stretches of memory: floats within 2,048 elements, doubles beyond, in blocks that depend on the length alone.
/// </summary>
internal static unsafe class RowSums
{
    private const int Stretch = 2048;
    private const int Block = 16384;

    /// <summary>sums[r] (+)= scale·Σ x[r·length + i]</summary>
    public static void Run(float* x, int rows, int length, float* sums, float scale, bool accumulate)
    {
        int blocks = Math.Max(1, (length + Block - 1) / Block);
        if (blocks == 1)
        {
            WorkerPool.For(rows, Math.Max(1, 2 * Block / Math.Max(1, length)), new RowBody(x, length, sums, scale, accumulate));
            return;
        }

        double* partial = (double*)Scratch.Get(ScratchSlot.PartialSums, 2L * rows * blocks);
        WorkerPool.For(rows * blocks, 1, new BlockBody(x, length, blocks, partial));
        for (int r = 0; r < rows; r++, partial += blocks)
        {
            double sum = 0;
            for (int i = 0; i < blocks; i++) sum += partial[i];
            Write(sums + r, sum, scale, accumulate);
        }
    }

    private static void Write(float* target, double sum, float scale, bool accumulate) =>
        *target = (float)(accumulate ? *target + sum * scale : sum * scale);

    private static double Sum(float* x, int length)
    {
        double sum = 0;
        for (int i = 0; i < length; i += Stretch)
        {
            int count = Math.Min(Stretch, length - i);
            if (F512.IsSupported && count >= F512.Width) sum += Sum<F512>(x + i, count);
            else if (F256.IsSupported && count >= F256.Width) sum += Sum<F256>(x + i, count);
            else if (F128.IsSupported && count >= F128.Width) sum += Sum<F128>(x + i, count);
            else sum += Sum<F1>(x + i, count);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<TSimd>(float* x, nint length) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        nint i = 0;
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            sum0 += TSimd.Load(x + i);
            sum1 += TSimd.Load(x + i + width);
            sum2 += TSimd.Load(x + i + 2 * width);
            sum3 += TSimd.Load(x + i + 3 * width);
        }

        for (; i <= length - width; i += width) sum0 += TSimd.Load(x + i);
        double rest = 0;
        for (; i < length; i++) rest += x[i];
        return TSimd.Sum((sum0 + sum1) + (sum2 + sum3)) + rest;
    }

    // One index is a row.
    private readonly struct RowBody(float* x, int length, float* sums, float scale, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int r = start; r < end; r++) Write(sums + r, Sum(x + (nint)r * length, length), scale, accumulate);
        }
    }

    // One index is a block of a row.
    private readonly struct BlockBody(float* x, int length, int blocks, double* partial) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                (int row, int block) = Math.DivRem(i, blocks);
                int at = block * Block;
                partial[i] = Sum(x + (nint)row * length + at, Math.Min(Block, length - at));
            }
        }
    }
}
