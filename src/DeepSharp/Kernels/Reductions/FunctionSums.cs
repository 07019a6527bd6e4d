using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Σ f(x) over a stretch of memory: floats within 128 registers, doubles beyond, in blocks that depend on the length alone.
/// </summary>
internal static unsafe class FunctionSums
{
    // Registers that are summed in float: 32 for each of four accumulators.
    private const int Stretch = 128;
    private const int Block = 16384;

    public static double Run<TFunction>(ReadOnlySpan<float> x, TFunction function) where TFunction : unmanaged, IUnaryFunction
    {
        fixed (float* px = x)
        {
            int blocks = (x.Length + Block - 1) / Block;
            if (blocks <= 1) return Sum(px, x.Length, function);
            double* partial = (double*)Scratch.Get(ScratchSlot.PartialSums, 2L * blocks);
            WorkerPool.For(blocks, 1, new Body<TFunction>(px, x.Length, partial, function));
            double sum = 0;
            for (int i = 0; i < blocks; i++) sum += partial[i];
            return sum;
        }
    }

    private static double Sum<TFunction>(float* x, int length, TFunction function) where TFunction : unmanaged, IUnaryFunction
    {
        if (F512.IsSupported && length >= F512.Width) return Stretches<F512, TFunction>(x, length, function);
        if (F256.IsSupported && length >= F256.Width) return Stretches<F256, TFunction>(x, length, function);
        if (F128.IsSupported && length >= F128.Width) return Stretches<F128, TFunction>(x, length, function);
        return Stretches<F1, TFunction>(x, length, function);
    }

    private static double Stretches<TSimd, TFunction>(float* x, int length, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : unmanaged, IUnaryFunction
    {
        double sum = 0;
        int stretch = Stretch * TSimd.Width;
        for (int i = 0; i < length; i += stretch) sum += Sum<TSimd, TFunction>(x + i, Math.Min(stretch, length - i), function);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Sum<TSimd, TFunction>(float* x, nint length, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : unmanaged, IUnaryFunction
    {
        int width = TSimd.Width;
        nint i = 0;
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            sum0 += function.Invoke(TSimd.Load(x + i));
            sum1 += function.Invoke(TSimd.Load(x + i + width));
            sum2 += function.Invoke(TSimd.Load(x + i + 2 * width));
            sum3 += function.Invoke(TSimd.Load(x + i + 3 * width));
        }

        for (; i <= length - width; i += width) sum0 += function.Invoke(TSimd.Load(x + i));
        double rest = 0;
        for (; i < length; i++) rest += F1.Sum(function.Invoke(F1.Load(x + i)));
        return TSimd.Sum((sum0 + sum1) + (sum2 + sum3)) + rest;
    }

    // One index is a block.
    private readonly struct Body<TFunction>(float* x, int length, double* partial, TFunction function) : IRangeBody
        where TFunction : unmanaged, IUnaryFunction
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int at = i * Block;
                partial[i] = Sum(x + at, Math.Min(Block, length - at), function);
            }
        }
    }
}
