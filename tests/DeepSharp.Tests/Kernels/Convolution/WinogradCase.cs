using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Convolution;

/// <summary>All passes of a convolution by Winograd's method, in squares of a given size, against the double reference.</summary>
internal sealed unsafe class WinogradCase(in Conv2DGeometry geometry, int outputs, int seed = 1)
{
    private readonly Conv2DCase _data = new(geometry, seed);

    public void AssertMatchesReference()
    {
        Conv2DGeometry g = _data.Geometry;
        double[] y = Conv2DReference.Forward(g, _data.X, _data.Kernel);
        double[] yWithBias = [.. y.Select((v, i) => v + _data.Bias[i % g.Filters])];
        AssertClose(y, Forward(useBias: false, FusedActivation.None), 9 * g.InChannels);
        AssertClose(yWithBias, Forward(useBias: true, FusedActivation.None), 9 * g.InChannels);
        AssertClose([.. yWithBias.Select(v => Math.Max(v, 0))], Forward(useBias: true, FusedActivation.ReLU), 9 * g.InChannels);
        AssertClose([.. yWithBias.Select(v => Math.Clamp(v, 0, 6))], Forward(useBias: true, FusedActivation.ReLU6), 9 * g.InChannels);

        double[] dx = Conv2DReference.BackwardInput(g, _data.DY, _data.Kernel);
        AssertClose(dx, BackwardInput(null), 9 * g.Filters);
        float[] start = _data.Values(g.InLength);
        AssertClose([.. dx.Zip(start, (a, b) => a + b)], BackwardInput(start), 9 * g.Filters);

        int pixels = g.Batch * g.OutHeight * g.OutWidth;
        double[] dkernel = Conv2DReference.BackwardKernel(g, _data.X, _data.DY);
        AssertClose(dkernel, BackwardKernel(null), pixels);
        start = _data.Values(g.KernelLength);
        AssertClose([.. dkernel.Zip(start, (a, b) => a + b)], BackwardKernel(start), pixels);
    }

    public float[] Forward(bool useBias, FusedActivation activation) => Conv2DCase.Guarded(
        new float[_data.Geometry.OutLength],
        y =>
        {
            fixed (float* px = _data.X, pk = _data.Kernel, pb = useBias ? _data.Bias : null, py = y)
            {
                Winograd.Forward(_data.Geometry, outputs, px, pk, pb, py, activation);
            }
        },
        float.NaN);

    /// <summary>Added to <paramref name="start"/>, if given.</summary>
    public float[] BackwardInput(float[]? start) => Conv2DCase.Guarded(
        start ?? new float[_data.Geometry.InLength],
        dx =>
        {
            fixed (float* pdy = _data.DY, pk = _data.Kernel, pdx = dx)
            {
                Winograd.BackwardInput(_data.Geometry, outputs, pdy, pk, pdx, accumulate: start is not null);
            }
        },
        start is null ? float.NaN : null);

    /// <summary>Added to <paramref name="start"/>, if given.</summary>
    public float[] BackwardKernel(float[]? start) => Conv2DCase.Guarded(
        start ?? new float[_data.Geometry.KernelLength],
        dkernel =>
        {
            fixed (float* px = _data.X, pdy = _data.DY, pdk = dkernel)
            {
                Winograd.BackwardKernel(_data.Geometry, outputs, px, pdy, pdk, accumulate: start is not null);
            }
        },
        start is null ? float.NaN : null);

    // The tolerance of the direct kernels, doubled for squares of four (WinogradErrorTests bounds errors more narrowly).
    private void AssertClose(double[] expected, float[] actual, int products)
    {
        double tolerance = (4e-6 + 6e-8 * products) * (outputs == 4 ? 2 : 1);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) <= tolerance) continue;
            Assert.Fail($"{_data.Geometry}, {outputs}: value {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
