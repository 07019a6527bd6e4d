namespace DeepSharp.Kernels;

/// <summary>
/// Max pooling over (batch, rows, columns, channels), and its gradient.
/// </summary>
/// <remarks>
/// <para>The forward pass can save where each maximum was: the number of the cell in its window, row-major, padding counted, as a
/// whole-number float. Windows of more cells than those count are left to <see cref="MaxPoolLargeWindows"/>.</para>
/// <para>The first of equal maxima wins; padding never does. A NaN reaches the output of every window that holds it; the position is then
/// that of the largest number before the NaN, or of the NaN itself where it comes first.</para>
/// </remarks>
internal static unsafe class MaxPool2DKernels
{
    /// <summary>y = maxima of the windows of x. Without <paramref name="positions"/> (empty) nothing is saved: inference.</summary>
    public static void Forward(in Pool2DGeometry g, ReadOnlySpan<float> x, Span<float> y, Span<float> positions)
    {
        g.Check();
        KernelGuard.AtLeast(x, g.InLength);
        KernelGuard.AtLeast(y, g.OutLength);
        if (!positions.IsEmpty) KernelGuard.AtLeast(positions, g.OutLength);

        fixed (float* px = x, py = y, pp = positions)
        {
            if (MaxPoolLargeWindows.AreIn(g))
            {
                MaxPoolLargeWindows.Forward(g, px, py, pp);
                return;
            }

            int rows = g.OutRows;
            int grain = RowGrain.For(rows, (long)g.Columns.Output * g.Window * g.Channels);
            if (positions.IsEmpty) WorkerPool.For(rows, grain, new MaxPoolForwardBody<ForgetPosition>(g, px, py, null));
            else WorkerPool.For(rows, grain, new MaxPoolForwardBody<SavePosition>(g, px, py, pp));
        }
    }

    /// <summary>dx (+)= dy, at the cells that were the maxima. Inputs that no window chose get 0.</summary>
    public static void Backward(in Pool2DGeometry g, ReadOnlySpan<float> dy, ReadOnlySpan<float> positions, Span<float> dx, bool accumulate)
    {
        g.Check();
        KernelGuard.AtLeast(dy, g.OutLength);
        KernelGuard.AtLeast(positions, g.OutLength);
        KernelGuard.AtLeast(dx, g.InLength);

        fixed (float* pdy = dy, pp = positions, pdx = dx)
        {
            if (MaxPoolLargeWindows.AreIn(g))
            {
                MaxPoolLargeWindows.Backward(g, pdy, pp, pdx, accumulate);
                return;
            }

            int rows = g.InRows;
            int grain = RowGrain.For(rows, 2L * g.Columns.Input * g.Channels);
            if (g.IsHalving) WorkerPool.For(rows, grain, new MaxPoolHalvingBackwardBody(g, pdy, pp, pdx, accumulate));
            else WorkerPool.For(rows, grain, new MaxPoolBackwardBody(g, pdy, pp, pdx, accumulate));
        }
    }
}
