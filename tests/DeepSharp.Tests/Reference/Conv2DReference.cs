using DeepSharp.Kernels;

namespace DeepSharp.Tests.Reference;

/// <summary>Convolution and both gradients in double precision, straight from the definition: nine nested loops.</summary>
internal static class Conv2DReference
{
    private delegate void Product(int input, int kernel, int output);

    public static double[] Forward(in Conv2DGeometry g, float[] x, float[] kernel)
    {
        double[] y = new double[g.OutLength];
        ForEachProduct(g, (i, k, o) => y[o] += (double)x[i] * kernel[k]);
        return y;
    }

    public static double[] BackwardInput(in Conv2DGeometry g, float[] dy, float[] kernel)
    {
        double[] dx = new double[g.InLength];
        ForEachProduct(g, (i, k, o) => dx[i] += (double)dy[o] * kernel[k]);
        return dx;
    }

    public static double[] BackwardKernel(in Conv2DGeometry g, float[] x, float[] dy)
    {
        double[] dkernel = new double[g.KernelLength];
        ForEachProduct(g, (i, k, o) => dkernel[k] += (double)x[i] * dy[o]);
        return dkernel;
    }

    // y[n, p, i, j, f] sums x[n, ..., i·stride + a·dilation − pad, ..., c] · kernel[d, a, b, c', f] over the channels c of the group of f.
    private static void ForEachProduct(Conv2DGeometry g, Product product)
    {
        int inGroup = g.InChannels / g.Groups, outGroup = g.Filters / g.Groups;
        (int firstPlane, int firstRow, int firstColumn) = (g.Frontal.TapsBefore, g.Vertical.TapsBefore, g.Horizontal.TapsBefore);
        for (int n = 0; n < g.Batch; n++)
            for (int p = 0; p < g.OutPlanes; p++)
                for (int i = 0; i < g.OutHeight; i++)
                    for (int j = 0; j < g.OutWidth; j++)
                        for (int d = 0; d < g.KernelPlanes; d++)
                            for (int a = 0; a < g.KernelHeight; a++)
                                for (int b = 0; b < g.KernelWidth; b++)
                                {
                                    int plane = p * g.StridePlanes + d * g.DilationPlanes - g.PadFront;
                                    if (plane < 0 || plane >= g.InPlanes) continue;
                                    int row = i * g.StrideHeight + a * g.DilationHeight - g.PadTop;
                                    int column = j * g.StrideWidth + b * g.DilationWidth - g.PadLeft;
                                    if (row < 0 || row >= g.InHeight || column < 0 || column >= g.InWidth) continue;
                                    for (int f = 0; f < g.Filters; f++)
                                        for (int c = 0; c < inGroup; c++)
                                        {
                                            product(
                                                (((n * g.InPlanes + plane) * g.InHeight + row) * g.InWidth + column) * g.InChannels + f / outGroup * inGroup + c,
                                                ((((firstPlane + d) * g.Vertical.AllTaps + firstRow + a) * g.Horizontal.AllTaps + firstColumn + b) * inGroup + c) * g.Filters + f,
                                                (((n * g.OutPlanes + p) * g.OutHeight + i) * g.OutWidth + j) * g.Filters + f);
                                        }
                                }
    }
}
