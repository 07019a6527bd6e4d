using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Softmax of one contiguous row.</summary>
internal static unsafe class SoftmaxRow
{
    private const int WidestRegister = 16;

    // Up to this many elements at the end of a row are faster one by one than in a register of their own.
    private const int FewElements = 3;

    /// <summary>y = softmax(x), or its logarithm, for a row of at least one register.</summary>
    public static void Forward<TSimd>(float* x, float* y, int length, bool isLog) where TSimd : unmanaged, ISimd<TSimd>
    {
        // The sum is at most the length: an exponential that is not 0 is then one of the normal numbers once it is divided.
        float largest = RowMax.Of(x, length), least = SimdMath.LeastExponent + MathF.Log(length);
        float sum = Exponentials<TSimd>(x, y, length, largest, least, isLog);
        if (isLog) Scale<TSimd>(y, length, 1f, -MathF.Log(sum));
        else Scale<TSimd>(y, length, 1f / sum, 0f);
    }

    // y = e^(x − largest), or x − largest for the logarithm; gives the sum of the exponentials.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Exponentials<TSimd>(float* x, float* y, int length, float largest, float least, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shift = TSimd.Splat(largest), bound = TSimd.Splat(least), sums = TSimd.Zero;
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd shifted = TSimd.Load(x + i) - shift, power = SimdMath.Exp(shifted, bound);
            sums += power;
            TSimd.Store(isLog ? shifted : power, y + i);
        }

        float sum = TSimd.Sum(sums);
        return i < length ? sum + LastExponentials<TSimd>(x + i, y + i, length - i, largest, least, isLog) : sum;
    }

    // The end of a row goes through a whole register, filled up with −∞, whose exponential adds nothing to the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float LastExponentials<TSimd>(float* x, float* y, int count, float largest, float least, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        float sum = 0;
        if (count <= FewElements)
        {
            for (int i = 0; i < count; i++)
            {
                F1 shifted = F1.Load(x + i) - F1.Splat(largest), power = SimdMath.Exp(shifted, F1.Splat(least));
                sum += F1.Sum(power);
                F1.Store(isLog ? shifted : power, y + i);
            }

            return sum;
        }

        float* register = stackalloc float[WidestRegister];
        TSimd.Store(TSimd.Splat(float.NegativeInfinity), register);
        for (int i = 0; i < count; i++) register[i] = x[i];
        sum = Exponentials<TSimd>(register, register, TSimd.Width, largest, least, isLog);
        for (int i = 0; i < count; i++) y[i] = register[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Scale<TSimd>(float* y, int length, float factor, float offset) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd factors = TSimd.Splat(factor), offsets = TSimd.Splat(offset);
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width) TSimd.Store(TSimd.Load(y + i) * factors + offsets, y + i);
        for (; i < length; i++) y[i] = y[i] * factor + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward<TSimd>(float* y, float* dy, float* dx, int length, bool accumulate, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        (float sum, int i) = isLog ? Sum<TSimd>(dy, length) : Dot<TSimd>(y, dy, length);
        for (; i < length; i++) sum += isLog ? dy[i] : dy[i] * y[i];
        TSimd total = TSimd.Splat(sum);
        i = 0;
        if (isLog || accumulate)
        {
            for (; i <= length - TSimd.Width; i += TSimd.Width)
            {
                SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, total, accumulate, isLog);
            }
        }
        else
        {
            for (; i <= length - TSimd.Width; i += TSimd.Width)
            {
                SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, total, accumulate: false, isLog: false);
            }
        }

        for (; i < length; i++) SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, F1.Splat(sum), accumulate, isLog);
    }

    // Of the part of the row that fills registers, two at a time; and where the rest begins.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Sum, int End) Dot<TSimd>(float* y, float* dy, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd even = TSimd.Zero, odd = TSimd.Zero;
        int i = 0;
        for (; i <= length - 2 * TSimd.Width; i += 2 * TSimd.Width)
        {
            even = TSimd.MultiplyAdd(TSimd.Load(dy + i), TSimd.Load(y + i), even);
            odd = TSimd.MultiplyAdd(TSimd.Load(dy + i + TSimd.Width), TSimd.Load(y + i + TSimd.Width), odd);
        }

        for (; i <= length - TSimd.Width; i += TSimd.Width) even = TSimd.MultiplyAdd(TSimd.Load(dy + i), TSimd.Load(y + i), even);
        return (TSimd.Sum(even + odd), i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Sum, int End) Sum<TSimd>(float* dy, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sums = TSimd.Zero;
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width) sums += TSimd.Load(dy + i);
        return (TSimd.Sum(sums), i);
    }
}
