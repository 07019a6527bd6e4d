using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Recurrent;

public unsafe class GateMathTests
{
    // The claim of the documentation: a relative error below 4e-7, for all but the smallest results.
    private const double Relative = 4e-7;

    [Fact]
    public void Sigmoid_is_right_everywhere()
    {
        foreach (float x in Points()) Check("sigmoid", x, 1 / (1 + Math.Exp(-(double)x)), Sigmoid(x));
    }

    [Fact]
    public void Tanh_is_right_everywhere_and_precise_near_0()
    {
        foreach (float x in Points()) Check("tanh", x, Math.Tanh(x), Tanh(x));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1f, 1f)]
    [InlineData(float.NegativeInfinity, 0f, -1f)]
    [InlineData(1e30f, 1f, 1f)]
    [InlineData(-1e30f, 0f, -1f)]
    [InlineData(0f, 0.5f, 0f)]
    public void Ends_are_reached(float x, float sigmoid, float tanh)
    {
        Assert.All(Sigmoid(x), y => Assert.Equal(sigmoid, y, 1e-37));
        Assert.All(Tanh(x), y => Assert.Equal(tanh, y));
    }

    [Fact]
    public void NaN_stays_NaN()
    {
        Assert.All(Sigmoid(float.NaN), y => Assert.True(float.IsNaN(y)));
        Assert.All(Tanh(float.NaN), y => Assert.True(float.IsNaN(y)));
    }

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

    private static float[] Sigmoid(float x) => OnAllWidths(x, default(SigmoidGate));

    private static float[] Tanh(float x) => OnAllWidths(x, default(TanhGate));

    private static float[] OnAllWidths<TGate>(float x, TGate gate) where TGate : struct, IGate
    {
        var results = new List<float> { Run<F1, TGate>(x, gate) };
        if (F128.IsSupported) results.Add(Run<F128, TGate>(x, gate));
        if (F256.IsSupported) results.Add(Run<F256, TGate>(x, gate));
        if (F512.IsSupported) results.Add(Run<F512, TGate>(x, gate));
        return [.. results];
    }

    private static float Run<TSimd, TGate>(float x, TGate gate)
        where TSimd : unmanaged, ISimd<TSimd>
        where TGate : struct, IGate
    {
        float* y = stackalloc float[16];
        TSimd.Store(gate.Apply(TSimd.Splat(x)), y);
        for (int i = 1; i < TSimd.Width; i++) Assert.Equal(BitConverter.SingleToInt32Bits(y[0]), BitConverter.SingleToInt32Bits(y[i]));
        return y[0];
    }

    private interface IGate
    {
        TSimd Apply<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
    }

    private struct SigmoidGate : IGate
    {
        public readonly TSimd Apply<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => GateMath.Sigmoid(x);
    }

    private struct TanhGate : IGate
    {
        public readonly TSimd Apply<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => GateMath.Tanh(x);
    }
}
