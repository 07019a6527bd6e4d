using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Images whose pixels come from other places of them: rotated, stretched, seen from aside, distorted.</summary>
internal static unsafe class SampleKernels
{
    // Beyond, and where a coordinate is no number, there is no pixel near.
    private const float Farthest = 1 << 30;
    private const int WidestRegister = 16;

    /// <summary>y = the pixels of x at the places that a map says.</summary>
    public static void Sample<TMap>(in SampleShape shape, ReadOnlySpan<float> x, Span<float> y, TMap map) where TMap : unmanaged, IPixelMap
    {
        KernelGuard.Exactly(x, shape.Size);
        KernelGuard.Exactly(y, shape.Size);
        fixed (float* px = x, py = y)
        {
            int lines = shape.Images * shape.Height;
            WorkerPool.For(lines, RowGrain.For(lines, 6L * shape.Width * (shape.Channels + 2)), new Forward<TMap>(shape, px, py, map));
        }
    }

    /// <summary>
    /// dx += what each pixel of y, whose gradient is dy, was made of. An image is one thread's, in the order of its pixels.
    /// </summary>
    public static void AddGradient<TMap>(in SampleShape shape, ReadOnlySpan<float> dy, Span<float> dx, TMap map)
        where TMap : unmanaged, IPixelMap
    {
        KernelGuard.Exactly(dy, shape.Size);
        KernelGuard.Exactly(dx, shape.Size);
        fixed (float* pdy = dy, pdx = dx)
        {
            long values = 6L * shape.Height * shape.Width * (shape.Channels + 2);
            WorkerPool.For(shape.Images, RowGrain.For(shape.Images, values), new Backward<TMap>(shape, pdy, pdx, map));
        }
    }

    // Room for what a whole register writes beyond the row.
    private static float* Coordinates(int width, out float* rows)
    {
        int length = width + WidestRegister;
        float* columns = Scratch.Get(ScratchSlot.Temporary, 2L * length);
        rows = columns + length;
        return columns;
    }

    // One index is a row of an image.
    private readonly struct Forward<TMap>(SampleShape shape, float* x, float* y, TMap map) : IRangeBody where TMap : unmanaged, IPixelMap
    {
        public void Invoke(int start, int end)
        {
            float* columns = Coordinates(shape.Width, out float* rows);
            for (int line = start; line < end; line++)
            {
                (int image, int row) = Math.DivRem(line, shape.Height);
                map.Row(image, row, shape.Width, columns, rows);
                float* from = x + (nint)image * shape.ImageSize, to = y + (nint)line * shape.RowSize;
                if (shape.IsBilinear) Bilinear(from, to, columns, rows);
                else Nearest(from, to, columns, rows);
            }
        }

        private void Nearest(float* from, float* to, float* columns, float* rows)
        {
            int channels = shape.Channels;
            for (int i = 0; i < shape.Width; i++, to += channels)
            {
                nint place = shape.NearestTo(columns[i], rows[i]);
                for (int c = 0; c < channels; c++) to[c] = place < 0 ? shape.Fill : from[place + c];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Bilinear(float* from, float* to, float* columns, float* rows)
        {
            int channels = shape.Channels, lastColumn = shape.Width - 1, lastRow = shape.Height - 1;
            nint rowSize = shape.RowSize;
            for (int i = 0; i < shape.Width; i++, to += channels)
            {
                float left = MathF.Floor(columns[i]), top = MathF.Floor(rows[i]);
                int column = (int)left, row = (int)top;

                // Of floats, since what is no number is none of them, but 0 once it is a whole one.
                if (!(left >= 0f && left < lastColumn && top >= 0f && top < lastRow))
                {
                    AtBorder(from, to, columns[i], rows[i]);
                    continue;
                }

                float right = columns[i] - left, down = rows[i] - top;
                float a = (1f - down) * (1f - right), b = (1f - down) * right, c = down * (1f - right), d = down * right;
                float* upper = from + row * rowSize + column * channels, lower = upper + rowSize;
                for (int k = 0; k < channels; k++)
                {
                    to[k] = a * upper[k] + b * upper[channels + k] + (c * lower[k] + d * lower[channels + k]);
                }
            }
        }

        private void AtBorder(float* from, float* to, float column, float row)
        {
            nint* places = stackalloc nint[4];
            float* weights = stackalloc float[4];
            shape.Taps(column, row, places, weights);
            for (int k = 0; k < shape.Channels; k++)
            {
                float sum = 0f;
                for (int tap = 0; tap < 4; tap++) sum += weights[tap] * (places[tap] < 0 ? shape.Fill : from[places[tap] + k]);
                to[k] = sum;
            }
        }
    }

    // One index is an image.
    private readonly struct Backward<TMap>(SampleShape shape, float* dy, float* dx, TMap map) : IRangeBody
        where TMap : unmanaged, IPixelMap
    {
        public void Invoke(int start, int end)
        {
            float* columns = Coordinates(shape.Width, out float* rows);
            nint* places = stackalloc nint[4];
            float* weights = stackalloc float[4];
            int taps = shape.IsBilinear ? 4 : 1;
            weights[0] = 1f;
            for (int line = start * shape.Height; line < end * shape.Height; line++)
            {
                (int image, int row) = Math.DivRem(line, shape.Height);
                map.Row(image, row, shape.Width, columns, rows);
                float* to = dx + (nint)image * shape.ImageSize, from = dy + (nint)line * shape.RowSize;
                for (int i = 0; i < shape.Width; i++, from += shape.Channels)
                {
                    if (shape.IsBilinear) shape.Taps(columns[i], rows[i], places, weights);
                    else places[0] = shape.NearestTo(columns[i], rows[i]);
                    for (int tap = 0; tap < taps; tap++)
                    {
                        if (places[tap] < 0) continue;
                        for (int k = 0; k < shape.Channels; k++) to[places[tap] + k] += weights[tap] * from[k];
                    }
                }
            }
        }
    }

    /// <summary>Whether a pixel may be near: false for what is no number too.</summary>
    internal static bool IsNear(float column, float row) => MathF.Abs(column) < Farthest && MathF.Abs(row) < Farthest;
}
