namespace DeepSharp.Kernels;

/// <summary>Average pooling over (batch, rows, columns, channels), and its gradient. The divisor counts real cells, not padding.</summary>
internal static unsafe class AveragePool2DKernels
{
    /// <summary>y = means of the windows of x.</summary>
    public static void Forward(in Pool2DGeometry g, ReadOnlySpan<float> x, Span<float> y)
    {
        g.Check();
        KernelGuard.AtLeast(x, g.InLength);
        KernelGuard.AtLeast(y, g.OutLength);
        fixed (float* px = x, py = y)
        {
            int rows = g.OutRows;
            int grain = RowGrain.For(rows, (long)g.Columns.Output * g.Window * g.Channels);
            WorkerPool.For(rows, grain, new AveragePoolForwardBody(g, px, py));
        }
    }

    /// <summary>dx (+)= the shares of dy: each window spreads its gradient evenly over its real cells.</summary>
    public static void Backward(in Pool2DGeometry g, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
    {
        g.Check();
        KernelGuard.AtLeast(dy, g.OutLength);
        KernelGuard.AtLeast(dx, g.InLength);
        fixed (float* pdy = dy, pdx = dx)
        {
            int rows = g.InRows;
            int grain = RowGrain.For(rows, 2L * g.Columns.Input * g.Channels);
            WorkerPool.For(rows, grain, new AveragePoolBackwardBody(g, pdy, pdx, accumulate));
        }
    }
}
