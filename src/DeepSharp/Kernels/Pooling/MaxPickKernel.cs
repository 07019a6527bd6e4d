namespace DeepSharp.Kernels;

/// <summary>
/// The values of the cells whose positions a max pooling has saved: the backward pass of <see cref="MaxPool2DKernels.Backward"/>. Only
/// gradients of gradients need it, so it is plain.
/// </summary>
internal static unsafe class MaxPickKernel
{
    /// <summary>y = x at the cells of the positions.</summary>
    public static void Run(in Pool2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> positions, Span<float> y)
    {
        g.Check();
        KernelGuard.AtLeast(x, g.InLength);
        KernelGuard.AtLeast(positions, g.OutLength);
        KernelGuard.AtLeast(y, g.OutLength);
        fixed (float* px = x, pp = positions, py = y)
        {
            WorkerPool.For(g.OutRows, RowGrain.For(g.OutRows, (long)g.Columns.Output * g.Channels), new Body(g, px, pp, py));
        }
    }

    // One index is a row of outputs.
    private readonly struct Body(Pool2DGeometry g, float* x, float* positions, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            bool isPixel = MaxPoolLargeWindows.AreIn(g);
            nint channels = g.Channels;
            for (int row = start; row < end; row++)
            {
                (int image, int outRow) = Math.DivRem(row, g.Rows.Output);
                float* source = x + image * (nint)g.Rows.Input * g.Columns.Input * channels;
                nint output = row * (nint)g.Columns.Output * channels;
                for (int column = 0; column < g.Columns.Output; column++)
                {
                    for (nint c = 0; c < channels; c++, output++)
                    {
                        float position = positions[output];
                        nint pixel = isPixel ? BitConverter.SingleToInt32Bits(position) : Pixel(outRow, column, (int)position);
                        y[output] = source[pixel * channels + c];
                    }
                }
            }
        }

        // Cells are counted row by row through the window, padding too.
        private nint Pixel(int outRow, int outColumn, int cell)
        {
            (int down, int across) = Math.DivRem(cell, g.Columns.Window);
            int row = outRow * g.Rows.Stride - g.Rows.PadBefore + down;
            return row * (nint)g.Columns.Input + outColumn * g.Columns.Stride - g.Columns.PadBefore + across;
        }
    }
}
