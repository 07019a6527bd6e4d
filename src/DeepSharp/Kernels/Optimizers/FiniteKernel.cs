using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Whether values are finite: neither NaN nor infinite.</summary>
internal static unsafe class FiniteKernel
{
    // Some microseconds from the third-level cache; a multiple of four of every register.
    private const int Grain = 32 * 1024;

    /// <summary>Whether all values are finite, also when they are multiplied by a scale of 1 or more.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values, float scale = 1f)
    {
        int failed = 0;
        fixed (float* x = values)
        {
            var body = new Body(x, scale, &failed);
            if (values.Length <= Grain) body.Invoke(0, values.Length);
            else WorkerPool.For(values.Length, Grain, body);
        }

        return failed == 0;
    }

    /// <summary>The same of a gradient that is zero outside of touched blocks; null for one that may be anything everywhere.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values, float scale, TouchedBlocks? touched)
    {
        if (touched is null) return IsFinite(values, scale);
        for (TouchedBlocks.Runs runs = touched.RunsOf(values.Length); runs.Next(out int start, out int end);)
        {
            if (!IsFinite(values[start..end], scale)) return false;
        }

        return true;
    }

    /// <summary>The largest magnitude; infinite where a value is not finite.</summary>
    public static double Largest(ReadOnlySpan<float> values)
    {
        fixed (float* x = values)
        {
            return F512.IsSupported ? Largest<F512>(x, values.Length)
                : F256.IsSupported ? Largest<F256>(x, values.Length)
                : F128.IsSupported ? Largest<F128>(x, values.Length)
                : Largest<F1>(x, values.Length);
        }
    }

    /// <summary>Place of the first value that is not finite, or not when it is multiplied by a scale; -1 if all are.</summary>
    public static int FirstNotFinite(ReadOnlySpan<float> values, float scale = 1f)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i] * scale)) return i;
        }

        return -1;
    }

    // x - x is 0 where x is finite and NaN elsewhere, and NaN stays in a sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool IsFinite<TSimd>(float* x, int length, float scale) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width, i = 0;
        TSimd scales = TSimd.Splat(scale);
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            TSimd value0 = TSimd.Load(x + i) * scales, value1 = TSimd.Load(x + i + width) * scales;
            TSimd value2 = TSimd.Load(x + i + 2 * width) * scales, value3 = TSimd.Load(x + i + 3 * width) * scales;
            sum0 += value0 - value0;
            sum1 += value1 - value1;
            sum2 += value2 - value2;
            sum3 += value3 - value3;
        }

        float rest = 0f;
        for (; i < length; i++) rest += x[i] * scale - x[i] * scale;
        return TSimd.Sum((sum0 + sum1) + (sum2 + sum3)) + rest == 0f;
    }

    // A maximum may lose a NaN, the sum of differences does not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Largest<TSimd>(float* x, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width, i = 0;
        TSimd sum0 = TSimd.Zero, sum1 = TSimd.Zero, largest0 = TSimd.Zero, largest1 = TSimd.Zero;
        TSimd sum2 = TSimd.Zero, sum3 = TSimd.Zero, largest2 = TSimd.Zero, largest3 = TSimd.Zero;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            TSimd value0 = TSimd.Load(x + i), value1 = TSimd.Load(x + i + width);
            TSimd value2 = TSimd.Load(x + i + 2 * width), value3 = TSimd.Load(x + i + 3 * width);
            sum0 += value0 - value0;
            sum1 += value1 - value1;
            sum2 += value2 - value2;
            sum3 += value3 - value3;
            largest0 = TSimd.Max(largest0, TSimd.Abs(value0));
            largest1 = TSimd.Max(largest1, TSimd.Abs(value1));
            largest2 = TSimd.Max(largest2, TSimd.Abs(value2));
            largest3 = TSimd.Max(largest3, TSimd.Abs(value3));
        }

        float rest = 0f, largest = TSimd.Largest(TSimd.Max(TSimd.Max(largest0, largest1), TSimd.Max(largest2, largest3)));
        for (; i < length; i++)
        {
            rest += x[i] - x[i];
            largest = MathF.Max(largest, MathF.Abs(x[i]));
        }

        return TSimd.Sum((sum0 + sum1) + (sum2 + sum3)) + rest == 0f ? largest : float.PositiveInfinity;
    }

    private readonly struct Body(float* x, float scale, int* failed) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            float* from = x + start;
            int length = end - start;
            bool isFinite = F512.IsSupported ? IsFinite<F512>(from, length, scale)
                : F256.IsSupported ? IsFinite<F256>(from, length, scale)
                : F128.IsSupported ? IsFinite<F128>(from, length, scale)
                : IsFinite<F1>(from, length, scale);
            if (!isFinite) Volatile.Write(ref *failed, 1);
        }
    }
}
