using System.Runtime.CompilerServices;

namespace DeepSharp.Tests.Performance;

/// <summary>What one would write without a library: one float at a time, fully compiled from the first call on.</summary>
internal static class PlainLoops
{
    private const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    [MethodImpl(Compiled)]
    public static void MatMul(float[] a, float[] b, float[] c, int size)
    {
        Array.Clear(c);
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                float left = a[i * size + k];
                for (int j = 0; j < size; j++) c[i * size + j] += left * b[k * size + j];
            }
        }
    }

    /// <summary>3x3, valid: y of (batch, size − 2, size − 2, filters).</summary>
    [MethodImpl(Compiled)]
    public static void Convolution(float[] x, float[] kernel, float[] y, int batch, int size, int channels, int filters)
    {
        Array.Clear(y);
        int output = size - 2;
        for (int pixel = 0; pixel < batch * output * output; pixel++)
        {
            (int image, int row, int column) = (pixel / (output * output), pixel / output % output, pixel % output);
            for (int tap = 0; tap < 9 * channels; tap++)
            {
                (int down, int across, int channel) = (tap / (3 * channels), tap / channels % 3, tap % channels);
                float value = x[((image * size + row + down) * size + column + across) * channels + channel];
                for (int f = 0; f < filters; f++) y[pixel * filters + f] += value * kernel[tap * filters + f];
            }
        }
    }

    /// <summary>The kernel's gradient, from the output's.</summary>
    [MethodImpl(Compiled)]
    public static void ConvolutionKernelGradient(float[] x, float[] dy, float[] dKernel, int batch, int size, int channels, int filters)
    {
        Array.Clear(dKernel);
        int output = size - 2;
        for (int pixel = 0; pixel < batch * output * output; pixel++)
        {
            (int image, int row, int column) = (pixel / (output * output), pixel / output % output, pixel % output);
            for (int tap = 0; tap < 9 * channels; tap++)
            {
                (int down, int across, int channel) = (tap / (3 * channels), tap / channels % 3, tap % channels);
                float value = x[((image * size + row + down) * size + column + across) * channels + channel];
                for (int f = 0; f < filters; f++) dKernel[tap * filters + f] += value * dy[pixel * filters + f];
            }
        }
    }

    /// <summary>2x2, stride 2, with the place of each maximum.</summary>
    [MethodImpl(Compiled)]
    public static void MaxPool(float[] x, float[] y, int[] places, int batch, int size, int channels)
    {
        int output = size / 2, next = 0;
        for (int image = 0; image < batch; image++)
        {
            for (int row = 0; row < output; row++)
            {
                for (int column = 0; column < output; column++)
                {
                    for (int channel = 0; channel < channels; channel++, next++)
                    {
                        int first = ((image * size + 2 * row) * size + 2 * column) * channels + channel;
                        (float largest, int place) = (x[first], first);
                        foreach (int at in (ReadOnlySpan<int>)[first + channels, first + size * channels, first + (size + 1) * channels])
                        {
                            if (x[at] > largest) (largest, place) = (x[at], at);
                        }

                        (y[next], places[next]) = (largest, place);
                    }
                }
            }
        }
    }

    [MethodImpl(Compiled)]
    public static void Softmax(float[] x, float[] y, int rows, int classes)
    {
        for (int row = 0; row < rows; row++)
        {
            float largest = float.NegativeInfinity, sum = 0;
            for (int i = 0; i < classes; i++) largest = MathF.Max(largest, x[row * classes + i]);
            for (int i = 0; i < classes; i++) sum += y[row * classes + i] = MathF.Exp(x[row * classes + i] - largest);
            for (int i = 0; i < classes; i++) y[row * classes + i] /= sum;
        }
    }

    [MethodImpl(Compiled)]
    public static void Sigmoid(float[] x, float[] y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = 1 / (1 + MathF.Exp(-x[i]));
    }

    [MethodImpl(Compiled)]
    public static void Adam(float[] weights, float[] gradients, float[] means, float[] variances)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            means[i] += 0.1f * (gradients[i] - means[i]);
            variances[i] += 0.001f * (gradients[i] * gradients[i] - variances[i]);
            weights[i] -= 1e-3f * means[i] / (MathF.Sqrt(variances[i]) + 1e-7f);
        }
    }
}
