using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Softmax down the columns of one (axis, inner) matrix, a register of columns at a time.</summary>
internal static unsafe class SoftmaxColumns
{
    /// <summary>Whole registers of columns from <paramref name="i"/>; gives the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Forward<TSimd>(float* x, float* y, int axis, nint inner, int i, bool isLog) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint end = axis * inner;
        TSimd least = TSimd.Splat(SimdMath.LeastExponent + MathF.Log(axis));
        for (; i <= inner - TSimd.Width; i += TSimd.Width)
        {
            TSimd largest = TSimd.Load(x + i), sum = TSimd.Zero;
            for (nint at = i + inner; at < end; at += inner) largest = TSimd.Max(largest, TSimd.Load(x + at));
            for (nint at = i; at < end; at += inner)
            {
                TSimd shifted = TSimd.Load(x + at) - largest, power = SimdMath.Exp(shifted, least);
                sum += power;
                TSimd.Store(isLog ? shifted : power, y + at);
            }

            if (isLog)
            {
                TSimd log = SimdMath.Log(sum);
                for (nint at = i; at < end; at += inner) TSimd.Store(TSimd.Load(y + at) - log, y + at);
            }
            else
            {
                TSimd factor = TSimd.Splat(1f) / sum;
                for (nint at = i; at < end; at += inner) TSimd.Store(TSimd.Load(y + at) * factor, y + at);
            }
        }

        return i;
    }

    /// <summary>Whole registers of columns from <paramref name="i"/>; gives the first column that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Backward<TSimd>(float* y, float* dy, float* dx, int axis, nint inner, int i, bool accumulate, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        nint end = axis * inner;
        for (; i <= inner - TSimd.Width; i += TSimd.Width)
        {
            TSimd sum = TSimd.Zero;
            for (nint at = i; at < end; at += inner)
            {
                TSimd gradient = TSimd.Load(dy + at);
                sum += isLog ? gradient : gradient * TSimd.Load(y + at);
            }

            for (nint at = i; at < end; at += inner) WriteGradient(y + at, dy + at, dx + at, sum, accumulate, isLog);
        }

        return i;
    }

    /// <summary>dx (+)= y·(dy − sum), or dy − e^y·sum for the logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteGradient<TSimd>(float* y, float* dy, float* dx, TSimd sum, bool accumulate, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd output = TSimd.Load(y), gradient = TSimd.Load(dy);
        TSimd part = isLog ? gradient - SimdMath.Exp(output) * sum : output * (gradient - sum);
        TSimd.Store(TSimd.Flush(accumulate ? TSimd.Load(dx) + part : part), dx);
    }
}
