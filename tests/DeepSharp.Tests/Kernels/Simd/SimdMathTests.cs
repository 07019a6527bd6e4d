using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Simd;

public unsafe class SimdMathTests
{
    // Without a fused multiply-add every step of a polynomial rounds twice.
    private static readonly double s_ulps = Fma.IsSupported || AdvSimd.IsSupported ? 1 : 2;

    [Fact]
    public void Exponentials_are_within_an_ulp()
    {
        float[] x = [.. Sweep(-104.5f, 89.5f, 200_003), -0f, 0f, 1e-30f, -1e-30f, 88.72283f, -86.64339f, -86.6434f];

        float[] y = OnAllWidths<Exponential>(x);

        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] >= SimdMath.LeastExponent) AssertUlps(Math.Exp(x[i]), y[i], s_ulps, x[i]);
            else Assert.Equal(0f, y[i]);
        }
    }

    [Fact]
    public void The_exponential_of_a_special_value_is_exact() => Assert.Equal(
        [1f, 1f, float.PositiveInfinity, float.PositiveInfinity, 0f, 0f, float.NaN],
        OnAllWidths<Exponential>([0f, -0f, 88.8f, float.PositiveInfinity, -104f, float.NegativeInfinity, float.NaN]));

    [Fact]
    public void Logarithms_are_within_two_ulps()
    {
        // Every exponent, subnormal numbers included, and the neighbourhood of 1, where the result is small.
        var x = new List<float>();
        for (uint bits = 1; bits < 0x7f800000; bits += 20_011) x.Add(BitConverter.UInt32BitsToSingle(bits));
        x.AddRange(Sweep(0.99f, 1.01f, 50_001));

        float[] y = OnAllWidths<Logarithm>([.. x]);

        for (int i = 0; i < y.Length; i++) AssertUlps(Math.Log(x[i]), y[i], 2 * s_ulps, x[i]);
    }

    [Fact]
    public void The_logarithm_of_a_special_value_is_exact() => Assert.Equal(
        [0f, float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.NaN, float.NaN, float.PositiveInfinity, float.NaN],
        OnAllWidths<Logarithm>([1f, 0f, -0f, -1e-40f, -2f, float.NegativeInfinity, float.PositiveInfinity, float.NaN]));

    private static IEnumerable<float> Sweep(float from, float to, int count) =>
        Enumerable.Range(0, count).Select(i => (float)(from + ((double)to - from) * i / (count - 1)));

    private static void AssertUlps(double expected, float got, double ulps, float x)
    {
        float nearest = (float)expected;
        if (float.IsInfinity(nearest) && got == nearest) return;
        double ulp = MathF.BitIncrement(MathF.Abs(nearest)) - (double)MathF.Abs(nearest);
        // Half an ulp is the rounding of the exact result itself.
        Assert.True(Math.Abs(got - expected) <= (ulps + 0.5) * ulp, $"f({x:R}): expected {expected:R} but got {got:R}.");
    }

    // The values on the widest register; the narrower ones, and a single float, must give the same bits.
    private static float[] OnAllWidths<TFunction>(float[] x) where TFunction : struct, IFunction
    {
        float[] single = Run<F1, TFunction>(x);
        if (F128.IsSupported) Assert.Equal(single, Run<F128, TFunction>(x));
        if (F256.IsSupported) Assert.Equal(single, Run<F256, TFunction>(x));
        if (F512.IsSupported) Assert.Equal(single, Run<F512, TFunction>(x));
        return single;
    }

    private static float[] Run<TSimd, TFunction>(float[] x)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : struct, IFunction
    {
        float* lanes = stackalloc float[16];
        float[] y = new float[x.Length];
        for (int i = 0; i < x.Length; i += TSimd.Width)
        {
            int count = Math.Min(TSimd.Width, x.Length - i);
            x.AsSpan(i, count).CopyTo(new Span<float>(lanes, 16));
            TSimd.Store(TFunction.Of(TSimd.Load(lanes)), lanes);
            new Span<float>(lanes, count).CopyTo(y.AsSpan(i));
        }

        return y;
    }

    private interface IFunction
    {
        static abstract TSimd Of<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
    }

    private readonly struct Exponential : IFunction
    {
        public static TSimd Of<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Exp(x);
    }

    private readonly struct Logarithm : IFunction
    {
        public static TSimd Of<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Log(x);
    }
}
