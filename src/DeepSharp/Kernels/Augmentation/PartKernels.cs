using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>Images, (images, height, width, channels), that are turned over, or of which a rectangle comes from another one.</summary>
internal static unsafe class PartKernels
{
    /// <summary>y (+)= the images turned over where the two numbers of an image, left to right and top to bottom, are not 0.</summary>
    public static void Flip(
        ReadOnlySpan<float> x, (int Images, int Height, int Width, int Channels) shape, ReadOnlySpan<float> flips, Span<float> y,
        bool accumulate)
    {
        KernelGuard.Exactly(x, (long)shape.Images * shape.Height * shape.Width * shape.Channels);
        KernelGuard.Exactly(y, x.Length);
        KernelGuard.Exactly(flips, 2L * shape.Images);
        fixed (float* px = x, py = y, pf = flips)
        {
            int lines = shape.Images * shape.Height;
            WorkerPool.For(lines, RowGrain.For(lines, 2L * shape.Width * shape.Channels), new FlipBody(px, py, pf, shape, accumulate));
        }
    }

    /// <summary>
    /// y = other inside the rectangle of each image, else x; one of both may be missing, which is nothing to be written, or to be added.
    /// </summary>
    /// <param name="x">What is outside.</param>
    /// <param name="other">What is inside.</param>
    /// <param name="shape">Images, rows, columns and channels.</param>
    /// <param name="rectangles">
    /// Of each image the columns from and to, and the rows from and to: pixels from the first to before the last.
    /// </param>
    /// <param name="y">To be written, or to be added to where one is missing.</param>
    public static void Paste(
        ReadOnlySpan<float> x, ReadOnlySpan<float> other, (int Images, int Height, int Width, int Channels) shape,
        ReadOnlySpan<float> rectangles, Span<float> y)
    {
        KernelGuard.Exactly(y, (long)shape.Images * shape.Height * shape.Width * shape.Channels);
        KernelGuard.Exactly(rectangles, 4L * shape.Images);
        fixed (float* px = x, po = other, py = y, pr = rectangles)
        {
            int lines = shape.Images * shape.Height;
            WorkerPool.For(lines, RowGrain.For(lines, 2L * shape.Width * shape.Channels), new PasteBody(px, po, py, pr, shape));
        }
    }

    // One index is a row of an image.
    private readonly struct FlipBody(
        float* x, float* y, float* flips, (int Images, int Height, int Width, int Channels) shape, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int size = shape.Width * shape.Channels;
            for (int line = start; line < end; line++)
            {
                (int image, int row) = Math.DivRem(line, shape.Height);
                int source = flips[2 * image + 1] != 0f ? shape.Height - 1 - row : row;
                float* from = x + ((nint)image * shape.Height + source) * size, to = y + (nint)line * size;
                if (flips[2 * image] != 0f)
                {
                    Reversed(from, to);
                    continue;
                }

                Span<float> written = new(to, size);
                if (accumulate) TensorPrimitives.Add(new ReadOnlySpan<float>(from, size), written, written);
                else new ReadOnlySpan<float>(from, size).CopyTo(written);
            }
        }

        private void Reversed(float* from, float* to)
        {
            int channels = shape.Channels;
            from += (nint)shape.Width * channels;
            for (int i = 0; i < shape.Width; i++, to += channels)
            {
                from -= channels;
                for (int c = 0; c < channels; c++) to[c] = accumulate ? to[c] + from[c] : from[c];
            }
        }
    }

    // One index is a row of an image.
    private readonly struct PasteBody(
        float* x, float* other, float* y, float* rectangles, (int Images, int Height, int Width, int Channels) shape) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int size = shape.Width * shape.Channels;
            for (int line = start; line < end; line++)
            {
                (int image, int row) = Math.DivRem(line, shape.Height);
                float* at = rectangles + 4 * image;
                bool isInside = row >= at[2] && row < at[3];
                int from = isInside ? Place(at[0]) : 0, to = isInside ? Math.Max(from, Place(at[1])) : 0;
                nint first = (nint)line * size;
                Put(x, first, from * shape.Channels);
                Put(other, first + from * shape.Channels, (to - from) * shape.Channels);
                Put(x, first + to * shape.Channels, size - to * shape.Channels);
            }
        }

        private int Place(float column) => (int)Math.Clamp(MathF.Ceiling(column), 0f, shape.Width);

        private void Put(float* source, nint start, int count)
        {
            if (source == null) return;
            Span<float> part = new(y + start, count);
            if (x != null && other != null) new ReadOnlySpan<float>(source + start, count).CopyTo(part);
            else TensorPrimitives.Add(new ReadOnlySpan<float>(source + start, count), part, part);
        }
    }
}
