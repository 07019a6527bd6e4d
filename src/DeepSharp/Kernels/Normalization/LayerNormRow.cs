using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Layer normalization of one contiguous row, and the backward pass.</summary>
internal static unsafe class LayerNormRow
{
    // Registers that are summed in float, 32 for each of four accumulators; doubles beyond.
    private const int Stretch = 128;

    /// <summary>Mean and biased variance.</summary>
    /// <remarks>
    /// A sum in float is off by some units in its last place, which is more than the deviation of values that are all alike and large. So
    /// deviations are taken from a first mean and summed as well: what they say is put right.
    /// </remarks>
    public static (float Mean, double Variance) Moments<TSimd>(float* x, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        float first = (float)(RowSums.Sum(x, length) / length);
        (double sum, double squares) = (0, 0);
        int stretch = Stretch * TSimd.Width;
        for (int i = 0; i < length; i += stretch)
        {
            DeviationsOfStretch<TSimd>(x + i, Math.Min(stretch, length - i), first, out float s, out float q);
            (sum, squares) = (sum + s, squares + q);
        }

        double shift = sum / length;
        return ((float)(first + shift), Math.Max(0, squares / length - shift * shift));
    }

    /// <summary>Σx²</summary>
    public static double Squares<TSimd>(float* x, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        double sum = 0;
        int stretch = Stretch * TSimd.Width;
        for (int i = 0; i < length; i += stretch)
        {
            DeviationsOfStretch<TSimd>(x + i, Math.Min(stretch, length - i), 0f, out _, out float squares);
            sum += squares;
        }

        return sum;
    }

    /// <summary>y = (x − mean)·inverse·γ + β</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Write<TSimd>(float* x, float* gamma, float* beta, nint length, float mean, float inverse, float* y)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shift = TSimd.Splat(mean), scale = TSimd.Splat(inverse);
        nint i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd normal = (TSimd.Load(x + i) - shift) * scale;
            TSimd.Store(TSimd.MultiplyAdd(normal, TSimd.Load(gamma + i), TSimd.Load(beta + i)), y + i);
        }

        for (; i < length; i++) y[i] = (x[i] - mean) * inverse * gamma[i] + beta[i];
    }

    /// <summary>
    /// Σ dy·γ and Σ dy·γ·(x − mean); on the way dγ += dy·(x − mean)·inverse and dβ += dy, unless <paramref name="dgamma"/> is null.
    /// </summary>
    public static (double Sum, double Product) GradientSums<TSimd>(
        float* x, float* dy, float* gamma, int length, float mean, float inverse, float* dgamma, float* dbeta)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        (double sum, double product) = (0, 0);
        int stretch = Stretch * TSimd.Width;
        for (int i = 0; i < length; i += stretch)
        {
            int count = Math.Min(stretch, length - i);
            float s, p;
            if (dgamma == null) SumsOfStretch<TSimd>(x + i, dy + i, gamma + i, count, mean, out s, out p);
            else AllSumsOfStretch<TSimd>(x + i, dy + i, gamma + i, count, mean, inverse, dgamma + i, dbeta + i, out s, out p);
            (sum, product) = (sum + s, product + p);
        }

        return (sum, product);
    }

    /// <summary>dx (+)= (dy·γ − average)·inverse + (x − mean)·slope</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WriteGradient<TSimd>(
        float* x, float* dy, float* gamma, nint length, float mean, float inverse, float average, float slope, float* dx, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shift = TSimd.Splat(mean), scale = TSimd.Splat(inverse), slopes = TSimd.Splat(slope), taken = TSimd.Splat(-average);
        nint i = 0;
        nint last = length - TSimd.Width;
        if (i <= last)
        {
            do
            {
                TSimd excess = TSimd.MultiplyAdd(TSimd.Load(dy + i), TSimd.Load(gamma + i), taken);
                TSimd value = TSimd.MultiplyAdd(excess, scale, (TSimd.Load(x + i) - shift) * slopes);
                TSimd.Store(accumulate ? TSimd.Load(dx + i) + value : value, dx + i);
                i += TSimd.Width;
            }
            while (i <= last);
        }

        for (; i < length; i++)
        {
            float value = (float.MultiplyAddEstimate(dy[i], gamma[i], -average)) * inverse + (x[i] - mean) * slope;
            dx[i] = accumulate ? dx[i] + value : value;
        }
    }

    // Σ(x − mean) and Σ(x − mean)²
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void DeviationsOfStretch<TSimd>(float* x, nint length, float mean, out float sum, out float squares)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        TSimd shift = TSimd.Splat(mean), sum0 = TSimd.Zero, sum1 = TSimd.Zero;
        TSimd square0 = TSimd.Zero, square1 = TSimd.Zero, square2 = TSimd.Zero, square3 = TSimd.Zero;
        nint i = 0;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            TSimd d0 = TSimd.Load(x + i) - shift, d1 = TSimd.Load(x + i + width) - shift;
            TSimd d2 = TSimd.Load(x + i + 2 * width) - shift, d3 = TSimd.Load(x + i + 3 * width) - shift;
            (sum0, sum1) = (sum0 + (d0 + d1), sum1 + (d2 + d3));
            (square0, square1) = (TSimd.MultiplyAdd(d0, d0, square0), TSimd.MultiplyAdd(d1, d1, square1));
            (square2, square3) = (TSimd.MultiplyAdd(d2, d2, square2), TSimd.MultiplyAdd(d3, d3, square3));
        }

        for (; i <= length - width; i += width)
        {
            TSimd d = TSimd.Load(x + i) - shift;
            sum0 += d;
            square0 = TSimd.MultiplyAdd(d, d, square0);
        }

        sum = TSimd.Sum(sum0 + sum1);
        squares = TSimd.Sum((square0 + square1) + (square2 + square3));
        for (; i < length; i++)
        {
            float d = x[i] - mean;
            sum += d;
            squares += d * d;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumsOfStretch<TSimd>(float* x, float* dy, float* gamma, nint length, float mean, out float sum, out float product)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = TSimd.Width;
        TSimd shift = TSimd.Splat(mean), sum0 = TSimd.Zero, sum1 = TSimd.Zero, product0 = TSimd.Zero, product1 = TSimd.Zero;
        nint i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            TSimd g0 = TSimd.Load(dy + i) * TSimd.Load(gamma + i), g1 = TSimd.Load(dy + i + width) * TSimd.Load(gamma + i + width);
            (sum0, sum1) = (sum0 + g0, sum1 + g1);
            product0 = TSimd.MultiplyAdd(g0, TSimd.Load(x + i) - shift, product0);
            product1 = TSimd.MultiplyAdd(g1, TSimd.Load(x + i + width) - shift, product1);
        }

        for (; i <= length - width; i += width)
        {
            TSimd g = TSimd.Load(dy + i) * TSimd.Load(gamma + i);
            sum0 += g;
            product0 = TSimd.MultiplyAdd(g, TSimd.Load(x + i) - shift, product0);
        }

        (sum, product) = (TSimd.Sum(sum0 + sum1), TSimd.Sum(product0 + product1));
        for (; i < length; i++)
        {
            float g = dy[i] * gamma[i];
            sum += g;
            product += g * (x[i] - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AllSumsOfStretch<TSimd>(
        float* x, float* dy, float* gamma, nint length, float mean, float inverse, float* dgamma, float* dbeta,
        out float sum, out float product)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shift = TSimd.Splat(mean), scale = TSimd.Splat(inverse), sums = TSimd.Zero, products = TSimd.Zero;
        nint i = 0;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            TSimd gradient = TSimd.Load(dy + i), deviation = TSimd.Load(x + i) - shift, g = gradient * TSimd.Load(gamma + i);
            sums += g;
            products = TSimd.MultiplyAdd(g, deviation, products);
            TSimd.Store(TSimd.MultiplyAdd(gradient, deviation * scale, TSimd.Load(dgamma + i)), dgamma + i);
            TSimd.Store(TSimd.Load(dbeta + i) + gradient, dbeta + i);
        }

        (sum, product) = (TSimd.Sum(sums), TSimd.Sum(products));
        for (; i < length; i++)
        {
            float deviation = x[i] - mean, g = dy[i] * gamma[i];
            sum += g;
            product += g * deviation;
            dgamma[i] += dy[i] * (deviation * inverse);
            dbeta[i] += dy[i];
        }
    }
}
