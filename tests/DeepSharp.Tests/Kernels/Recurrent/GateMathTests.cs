using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Recurrent;

public unsafe class GateMathTests
{
    // The claim of the documentation: a relative error below 4e-7, for all but the smallest results.
    private const double Relative = 4e-7;

    [Fact]
    public void Tanh_is_right_everywhere_and_precise_near_0()
    {
        foreach (float x in Points()) Check("tanh", x, Math.Tanh(x), Tanh(x));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(1e30f, 1f)]
    [InlineData(-1e30f, -1f)]
    [InlineData(0f, 0f)]
    public void Ends_are_reached(float x, float tanh) => Assert.All(Tanh(x), y => Assert.Equal(tanh, y));

    [Fact]
    public void NaN_stays_NaN() => Assert.All(Tanh(float.NaN), y => Assert.True(float.IsNaN(y)));

    private static IEnumerable<float> Points()
    {
        for (float x = -90f; x <= 90f; x += 0.0137f) yield return x;
        for (float x = 1e-30f; x < 20f; x *= 1.37f)
        {
            yield return x;
            yield return -x;
        }
    }

    private static void Check(string what, float x, double want, float[] got) =>
        Assert.All(got, y => Close.Assert(want, y, Relative, 1e-37, () => $"{what}({x:R})"));

    private static float[] Tanh(float x)
    {
        var results = new List<float> { Run<F1>(x) };
        if (F128.IsSupported) results.Add(Run<F128>(x));
        if (F256.IsSupported) results.Add(Run<F256>(x));
        if (F512.IsSupported) results.Add(Run<F512>(x));
        return [.. results];
    }

    private static float Run<TSimd>(float x) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* y = stackalloc float[16];
        TSimd.Store(GateMath.Tanh(TSimd.Splat(x)), y);
        for (int i = 1; i < TSimd.Width; i++) Assert.Equal(BitConverter.SingleToInt32Bits(y[0]), BitConverter.SingleToInt32Bits(y[i]));
        return y[0];
    }
}
