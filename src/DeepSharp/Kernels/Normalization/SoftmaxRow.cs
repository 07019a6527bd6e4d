using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Softmax of one contiguous row.</summary>
internal static unsafe class SoftmaxRow
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd>(float* x, float* y, int length, bool isLog) where TSimd : unmanaged, ISimd<TSimd>
    {
        float largest = TensorPrimitives.Max(new ReadOnlySpan<float>(x, length));
        TSimd shift = TSimd.Splat(largest), sums = TSimd.Zero;
        int i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd shifted = TSimd.Load(x + i) - shift, power = TSimd.Exp(shifted);
            sums += power;
            TSimd.Store(isLog ? shifted : power, y + i);
        }

        float sum = TSimd.Sum(sums);
        for (; i < length; i++)
        {
            F1 shifted = F1.Load(x + i) - F1.Splat(largest), power = F1.Exp(shifted);
            sum += F1.Sum(power);
            F1.Store(isLog ? shifted : power, y + i);
        }

        var row = new Span<float>(y, length);
        if (isLog) TensorPrimitives.Subtract(row, MathF.Log(sum), row);
        else TensorPrimitives.Multiply(row, 1f / sum, row);
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
        for (i = 0; i <= length - TSimd.Width; i += TSimd.Width) SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, total, accumulate, isLog);
        for (; i < length; i++) SoftmaxColumns.WriteGradient(y + i, dy + i, dx + i, F1.Splat(sum), accumulate, isLog);
    }
}
