using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Pooling;

public class MaxPoolLargeWindowsTests
{
    [Fact]
    public void A_window_of_more_cells_than_a_float_numbers_has_its_gradient_at_one_pixel()
    {
        // 4097 x 4097 cells: the positions of the last pixels are not whole-number floats.
        const int Side = 4097;
        var x = new float[Side * Side];
        x[^2] = 1f;
        WindowAxis axis = WindowAxis.Create(Side, Side, 1, 1, same: false);
        var g = new Pool2DGeometry(1, 1, axis, axis);
        float[] y = new float[1], position = new float[1], dx = new float[x.Length];

        MaxPool2DKernels.Forward(g, x, y, position);
        MaxPool2DKernels.Backward(g, [3f], position, dx, accumulate: false);

        Assert.Equal([1f], y);
        Assert.Equal((3f, 3f), (dx[^2], dx.Sum()));
    }

    [Theory, InlineData(false), InlineData(true)]
    public unsafe void Agrees_with_windows_of_few_cells(bool same)
    {
        var random = new Random(5);
        foreach ((int side, int window, int stride) in ((int, int, int)[])[(5, 2, 1), (6, 3, 2), (4, 4, 4), (7, 5, 3)])
        {
            WindowAxis axis = WindowAxis.Create(side, window, stride, 1, same);
            var g = new Pool2DGeometry(2, 3, axis, axis);
            float[] x = Values(g.InLength), dy = Values(g.OutLength), dx = Values(g.InLength), start = [.. dx];
            float[] y = new float[g.OutLength], positions = new float[g.OutLength];
            MaxPool2DKernels.Forward(g, x, y, positions);
            MaxPool2DKernels.Backward(g, dy, positions, dx, accumulate: true);

            float[] got = new float[y.Length], gotDx = [.. start];
            fixed (float* px = x, py = got, pp = positions, pdy = dy, pdx = gotDx)
            {
                MaxPoolLargeWindows.Forward(g, px, py, pp);
                MaxPoolLargeWindows.Backward(g, pdy, pp, pdx, accumulate: true);
            }

            Assert.Equal(y, got);
            TestData.AssertClose([.. dx.Select(value => (double)value)], gotDx, 1e-6, 1e-6, "gradient");
        }

        float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle())];
    }
}
