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
        fixed (float* px = x) return Run(px, x.Length, default(Everywhere), function);
    }

    /// <summary>
    /// The same bits of values that are zero, and of which the function is, outside of touched blocks; null for everywhere.
    /// </summary>
    public static double Run<TFunction>(ReadOnlySpan<float> x, TFunction function, TouchedBlocks? touched)
        where TFunction : unmanaged, IUnaryFunction
    {
        if (touched is null) return Run(x, function);
        fixed (float* px = x)
        fixed (ulong* bits = touched.Bits)
        {
            return Run(px, x.Length, new Touched(bits), function);
        }
    }

    private static double Run<TPlaces, TFunction>(float* x, int length, TPlaces places, TFunction function)
        where TPlaces : unmanaged, IPlaces
        where TFunction : unmanaged, IUnaryFunction
    {
        int blocks = (int)(((long)length + Block - 1) / Block);
        if (blocks <= 1) return Sum(x, 0, length, places, function);
        double* partial = (double*)Scratch.Get(ScratchSlot.PartialSums, 2L * blocks);
        WorkerPool.For(blocks, 1, new Body<TPlaces, TFunction>(x, length, partial, places, function));
        double sum = 0;
        for (int i = 0; i < blocks; i++) sum += partial[i];
        return sum;
    }

    private static double Sum<TPlaces, TFunction>(float* x, int start, int end, TPlaces places, TFunction function)
        where TPlaces : unmanaged, IPlaces
        where TFunction : unmanaged, IUnaryFunction
    {
        int length = end - start;
        if (F512.IsSupported && length >= F512.Width) return Stretches<F512, TPlaces, TFunction>(x, start, end, places, function);
        if (F256.IsSupported && length >= F256.Width) return Stretches<F256, TPlaces, TFunction>(x, start, end, places, function);
        if (F128.IsSupported && length >= F128.Width) return Stretches<F128, TPlaces, TFunction>(x, start, end, places, function);
        return Stretches<F1, TPlaces, TFunction>(x, start, end, places, function);
    }

    private static double Stretches<TSimd, TPlaces, TFunction>(float* x, int start, int end, TPlaces places, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TPlaces : unmanaged, IPlaces
        where TFunction : unmanaged, IUnaryFunction
    {
        double sum = 0;
        int stretch = Stretch * TSimd.Width;
        for (; start < end; start += Math.Min(stretch, end - start))
        {
            sum += Sum<TSimd, TPlaces, TFunction>(x, start, Math.Min(stretch, end - start), places, function);
        }

        return sum;
    }

    // Four registers are at most a block of a gradient: leaving out what is zero leaves the order of the others as it is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Sum<TSimd, TPlaces, TFunction>(float* x, nint start, nint length, TPlaces places, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TPlaces : unmanaged, IPlaces
        where TFunction : unmanaged, IUnaryFunction
    {
        int width = TSimd.Width;
        nint i = 0;
        x += start;
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            if (!places.Holds(start + i)) continue;
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

    // Whether the values of a register may be anything but zero.
    private interface IPlaces
    {
        bool Holds(nint at);
    }

    private readonly struct Everywhere : IPlaces
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Holds(nint at) => true;
    }

    private readonly struct Touched(ulong* bits) : IPlaces
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Holds(nint at)
        {
            nint block = at / TouchedBlocks.Length;
            return (bits[block >> 6] >> (int)block & 1) != 0;
        }
    }

    // One index is a block.
    private readonly struct Body<TPlaces, TFunction>(float* x, int length, double* partial, TPlaces places, TFunction function) : IRangeBody
        where TPlaces : unmanaged, IPlaces
        where TFunction : unmanaged, IUnaryFunction
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int at = i * Block;
                partial[i] = Sum(x, at, at + Math.Min(Block, length - at), places, function);
            }
        }
    }
}
