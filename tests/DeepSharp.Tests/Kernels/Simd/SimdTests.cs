using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Simd;

/// <summary>What registers do beyond arithmetic, on every width that this machine has.</summary>
public unsafe class SimdTests
{
    [Theory]
    [InlineData(5f, 2f)]
    [InlineData(-5f, -1f)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(float.PositiveInfinity, 2f)]
    [InlineData(float.NaN, float.NaN)]
    public void Clamp_keeps_what_is_inside_and_what_is_not_a_number(float value, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (TSimd.IsSupported) AssertLanes(expected, TSimd.Clamp(TSimd.Splat(value), TSimd.Splat(-1f), TSimd.Splat(2f)));
        }
    }

    [Theory]
    [InlineData(1.17549435e-38f, 1.17549435e-38f)]
    [InlineData(-1.17549435e-38f, -1.17549435e-38f)]
    [InlineData(1.1754942e-38f, 0f)]
    [InlineData(-1.1754942e-38f, 0f)]
    [InlineData(float.Epsilon, 0f)]
    [InlineData(-float.Epsilon, 0f)]
    [InlineData(-2.5f, -2.5f)]
    [InlineData(float.MaxValue, float.MaxValue)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Flush_makes_0_of_subnormal_numbers_alone(float value, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            AssertLanes(expected, TSimd.Flush(TSimd.Splat(value)));
            AssertLanes(expected, TSimd.Cut(TSimd.Splat(value), TSimd.Splat(Vanishing.Subnormal)));
            Assert.Equal(expected, Vanishing.Flush(value));
        }
    }

    [Theory]
    [InlineData(2f, 0f)]
    [InlineData(-2f, 0f)]
    [InlineData(1e-40f, 0f)]
    [InlineData(2.0000002f, 2.0000002f)]
    [InlineData(-2.0000002f, -2.0000002f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Cut_makes_0_of_magnitudes_up_to_the_bound(float value, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            AssertLanes(expected, TSimd.Cut(TSimd.Splat(value), TSimd.Splat(2f)));
        }
    }

    [Fact]
    public void Numbers_that_are_none_pass_with_their_bits()
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        static void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (!TSimd.IsSupported) return;
            float* lanes = stackalloc float[16];
            foreach (uint bits in (uint[])[0x7fc00000, 0xffc00000, 0x7fc00001, 0xffffffff])
            {
                float nan = BitConverter.UInt32BitsToSingle(bits);
                TSimd.Store(TSimd.Flush(TSimd.Splat(nan)), lanes);
                Assert.Equal(bits, BitConverter.SingleToUInt32Bits(lanes[0]));
                TSimd.Store(TSimd.Cut(TSimd.Splat(nan), TSimd.Splat(1f)), lanes);
                Assert.Equal(bits, BitConverter.SingleToUInt32Bits(lanes[0]));
                AssertLanes(float.NaN, SimdMath.Exp(TSimd.Splat(nan)));
            }
        }
    }

    [Theory]
    [InlineData(1f, 2f)]
    [InlineData(-5f, 2f)]
    [InlineData(3f, 3f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void AtLeast_keeps_what_is_larger_and_what_is_not_a_number(float value, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            AssertLanes(expected, TSimd.AtLeast(TSimd.Splat(value), TSimd.Splat(2f)));
        }
    }

    [Theory]
    [InlineData(1.5f, 3, 12f)]
    [InlineData(0.5f, 128, 1.7014118e38f)]
    [InlineData(0.5f, -125, 1.17549435e-38f)]
    [InlineData(float.NaN, 0, float.NaN)]
    public void ScaleNormal_multiplies_by_a_power_of_two(float value, int n, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            AssertLanes(expected, TSimd.ScaleNormal(TSimd.Splat(value), TSimd.Splat(n)));
        }
    }

    [Theory]
    [InlineData(1.5f, 3, 12f)]
    [InlineData(1f, -149, float.Epsilon)]
    [InlineData(1f, -150, 0f)]
    [InlineData(0.75f, 128, 2.5521178e38f)]
    [InlineData(1f, 128, float.PositiveInfinity)]
    [InlineData(float.NaN, 2, float.NaN)]
    public void Scale_multiplies_by_a_power_of_two_and_rounds_once(float value, int n, float expected)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (TSimd.IsSupported) AssertLanes(expected, TSimd.Scale(TSimd.Splat(value), TSimd.Splat(n)));
        }
    }

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(6f, 0.75f, 3)]
    [InlineData(1.4142134f, 1.4142134f, 0)]
    [InlineData(1.4142137f, 0.70710683f, 1)]
    [InlineData(1.17549435e-38f, 1f, -126)]
    [InlineData(float.MaxValue, 0.99999994f, 128)]
    public void Split_gives_a_mantissa_around_one_and_the_exponent(float value, float mantissa, int exponent)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (!TSimd.IsSupported) return;
            AssertLanes(mantissa, TSimd.Split(TSimd.Splat(value), out TSimd n));
            AssertLanes(exponent, n);
        }
    }

    [Theory]
    [InlineData(3f)]
    [InlineData(float.NaN)]
    public void Largest_finds_the_largest_lane_wherever_it_is(float value)
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (!TSimd.IsSupported) return;
            for (int at = 0; at < TSimd.Width; at++) Assert.Equal(value, TSimd.Largest(WithLane<TSimd>(at, value)));
        }
    }

    [Fact]
    public void A_streamed_store_writes_what_a_plain_one_does()
    {
        Check<F512>();
        Check<F256>();
        Check<F128>();
        Check<F1>();

        static void Check<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
        {
            if (!TSimd.IsSupported) return;
            float* memory = stackalloc float[3 * 16];
            float* aligned = (float*)(((nuint)memory + 63) / 64 * 64);

            TSimd.StoreStreaming(WithLane<TSimd>(0, 7f), aligned);
            Streaming.Fence();

            Assert.Equal(Lanes(WithLane<TSimd>(0, 7f)), new Span<float>(aligned, TSimd.Width).ToArray());
        }
    }

    private static void AssertLanes<TSimd>(float expected, TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        Assert.All(Lanes(value), lane => Assert.Equal(expected, lane));

    private static TSimd WithLane<TSimd>(int at, float value) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* lanes = stackalloc float[16];
        for (int i = 0; i < 16; i++) lanes[i] = -i;
        lanes[at] = value;
        return TSimd.Load(lanes);
    }

    private static float[] Lanes<TSimd>(TSimd value) where TSimd : unmanaged, ISimd<TSimd>
    {
        float[] lanes = new float[TSimd.Width];
        fixed (float* address = lanes) TSimd.Store(value, address);
        return lanes;
    }
}
