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
        float largest = Largest<TSimd>(x, length);
        float sum = Exponentials<TSimd>(x, y, length, largest, isLog);
        if (isLog) Scale<TSimd>(y, length, 1f, -MathF.Log(sum));
        else Scale<TSimd>(y, length, 1f / sum, 0f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest<TSimd>(float* x, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        // The last register overlaps the one before it, which changes no maximum.
        int last = length - TSimd.Width;
        TSimd largest = TSimd.Load(x + last);
        for (int i = 0; i < last; i += TSimd.Width) largest = TSimd.Max(largest, TSimd.Load(x + i));
        float* lanes = stackalloc float[TSimd.Width];
        TSimd.Store(largest, lanes);
        float result = lanes[0];
        for (int i = 1; i < TSimd.Width; i++) result = MathF.Max(result, lanes[i]);
        return result;
    }

    // y = e^(x − largest), or x − largest for the logarithm; gives the sum of the exponentials.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials<TSimd>(float* x, float* y, int length, float largest, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shift = TSimd.Splat(largest), sums = TSimd.Zero;
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd shifted = TSimd.Load(x + i) - shift, power = TSimd.Exp(shifted);
            sums += power;
            TSimd.Store(isLog ? shifted : power, y + i);
        }

        float sum = TSimd.Sum(sums);
        return i < length ? sum + LastExponentials<TSimd>(x + i, y + i, length - i, largest, isLog) : sum;
    }

    // The end of a row goes through a whole register, filled up with −∞, whose exponential adds nothing to the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float LastExponentials<TSimd>(float* x, float* y, int count, float largest, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        float sum = 0;
        if (count <= FewElements)
        {
            for (int i = 0; i < count; i++)
            {
                F1 shifted = F1.Load(x + i) - F1.Splat(largest), power = F1.Exp(shifted);
                sum += F1.Sum(power);
                F1.Store(isLog ? shifted : power, y + i);
            }

            return sum;
        }

        float* register = stackalloc float[WidestRegister];
        TSimd.Store(TSimd.Splat(float.NegativeInfinity), register);
        for (int i = 0; i < count; i++) register[i] = x[i];
        sum = Exponentials<TSimd>(register, register, TSimd.Width, largest, isLog);
        for (int i = 0; i < count; i++) y[i] = register[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TSimd>(float* y, int length, float factor, float offset) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd factors = TSimd.Splat(factor), offsets = TSimd.Splat(offset);
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width) TSimd.Store(TSimd.Load(y + i) * factors + offsets, y + i);
        for (; i < length; i++) y[i] = y[i] * factor + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TSimd>(float* y, float* dy, float* dx, int length, bool accumulate, bool isLog)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sums = TSimd.Zero;
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd gradient = TSimd.Load(dy + i);
            sums += isLog ? gradient : gradient * TSimd.Load(y + i);
        }

        float sum = TSimd.Sum(sums);
        for (; i < length; i++) sum += isLog ? dy[i] : dy[i] * y[i];
        TSimd total = TSimd.Splat(sum);
        for (i = 0; i <= length - TSimd.Width; i += TSimd.Width)
        {
            SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, total, accumulate, isLog);
        }

        for (; i < length; i++) SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, F1.Splat(sum), accumulate, isLog);
    }
}
