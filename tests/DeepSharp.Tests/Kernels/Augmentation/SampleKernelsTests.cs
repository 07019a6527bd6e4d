using DeepSharp.Kernels;
using DeepSharp.Tests.Layers.Augmentation.Geometry;

namespace DeepSharp.Tests.Kernels.Augmentation;

public unsafe class SampleKernelsTests
{
    // Widths around those of all registers.
    private static readonly int[] s_widths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33];

    [Theory]
    [InlineData("Reflect", true)]
    [InlineData("Constant", true)]
    [InlineData("Wrap", true)]
    [InlineData("Nearest", false)]
    [InlineData("Mirror", true)]
    public void Pixels_come_from_where_a_map_says(string rule, bool isBilinear)
    {
        BorderRule border = Enum.Parse<BorderRule>(rule);
        float[] map = [0.9f, -0.3f, 2.1f, 0.35f, 1.2f, -1.7f, 0.004f, -0.006f];
        foreach (int width in s_widths)
        {
            foreach (int channels in new[] { 1, 3, 5 })
            {
                var shape = new SampleShape(2, 4, width, channels, isBilinear, border, 0.5f);
                float[] x = TestData.Uniform((int)shape.Size, seed: width);
                var y = new Fenced(x.Length);
                fixed (float* numbers = (float[])[.. map, .. map]) SampleKernels.Sample(shape, x, y.Span, new ProjectiveMap(numbers));
                double[] want = SamplingReference.Run(
                    [.. x.Select(value => (double)value)], [2, 4, width, channels], [.. map.Select(value => (double)value)],
                    border.ToString().ToLowerInvariant(), isBilinear, 0.5);
                TestData.AssertClose(want, y.Span, 2e-4, 0, $"{border}, {width} x {channels}");
                y.AssertIntact();
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-3e38f)]
    public void Places_that_are_none_are_beyond_the_border(float far)
    {
        foreach (bool isBilinear in new[] { true, false })
        {
            var shape = new SampleShape(1, 2, 2, 1, isBilinear, BorderRule.Constant, 7f);
            float[] x = [1, 2, 3, 4], y = new float[4], dx = new float[4];
            fixed (float* numbers = (float[])[far, far, far, far, far, far, 0, 0])
            {
                SampleKernels.Sample(shape, x, y, new ProjectiveMap(numbers));
                SampleKernels.AddGradient(shape, x, dx, new ProjectiveMap(numbers));
            }

            Assert.Equal([7, 7, 7, 7], y);
            Assert.Equal([0, 0, 0, 0], dx);
            foreach (BorderRule border in Enum.GetValues<BorderRule>())
            {
                fixed (float* numbers = (float[])[far, far, far, far, far, far, 0, 0])
                {
                    SampleKernels.Sample(shape with { Border = border }, x, y, new ProjectiveMap(numbers));
                }

                Assert.All(y, value => Assert.InRange(value, 1, 7));
            }
        }
    }

    [Fact]
    public void A_place_far_beyond_the_border_is_one_inside()
    {
        foreach (BorderRule rule in new[] { BorderRule.Reflect, BorderRule.Wrap, BorderRule.Nearest, BorderRule.Mirror })
        {
            foreach (int length in new[] { 1, 2, 5 })
            {
                foreach (int place in new[] { int.MinValue, -7, -1, length, 13, int.MaxValue }) Assert.InRange(rule.Inside(place, length), 0, length - 1);
            }
        }
    }
}
